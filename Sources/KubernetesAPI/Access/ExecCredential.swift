import Foundation
import Redaction

/// What a plugin is told in KUBERNETES_EXEC_INFO, and what it prints.
struct ExecCredential: Codable, Sendable {
    struct Spec: Codable, Sendable {
        var cluster: Cluster?
        var interactive: Bool?
    }

    struct Cluster: Codable, Sendable, Hashable {
        var server: String
        var tlsServerName: String?
        var insecureSkipTLSVerify: Bool?
        var certificateAuthorityData: String?
        var proxyURL: String?

        private enum CodingKeys: String, CodingKey {
            case server, certificateAuthorityData
            case tlsServerName = "tls-server-name"
            case insecureSkipTLSVerify = "insecure-skip-tls-verify"
            case proxyURL = "proxy-url"
        }

        init(_ configuration: ClusterConfiguration) {
            server = configuration.server
            tlsServerName = configuration.tlsServerName
            insecureSkipTLSVerify = configuration.insecureSkipTLSVerify ? true : nil
            certificateAuthorityData = configuration.certificateAuthority.map { Data($0.utf8).base64EncodedString() }
            proxyURL = configuration.proxyURL?.value
        }
    }

    struct Status: Codable, Sendable {
        var expirationTimestamp: Time?
        var token: String?
        var clientCertificateData: String?
        var clientKeyData: String?
    }

    var apiVersion: String
    var kind: String
    var spec: Spec?
    var status: Status?
}
