import Redaction

/// The kubeconfig file format (client-go `clientcmd/api/v1`), several files merged into one.
public struct Kubeconfig: Sendable {
    public struct Cluster: Decodable, Sendable {
        var server: String?
        var certificateAuthority: String?
        var certificateAuthorityData: String?
        var insecureSkipTLSVerify: Bool?
        var tlsServerName: String?
        var proxyURL: String?

        private enum CodingKeys: String, CodingKey {
            case server
            case certificateAuthority = "certificate-authority"
            case certificateAuthorityData = "certificate-authority-data"
            case insecureSkipTLSVerify = "insecure-skip-tls-verify"
            case tlsServerName = "tls-server-name"
            case proxyURL = "proxy-url"
        }
    }

    public struct User: Sendable {
        var token: Redacted?
        var tokenFile: String?
        var clientCertificate: String?
        var clientCertificateData: String?
        var clientKey: String?
        var clientKeyData: Redacted?
        var username: String?
        var password: Redacted?
        var impersonation: Impersonation?
        var exec: Exec?
        var authProvider: AuthProvider?
    }

    public struct Context: Decodable, Sendable {
        var cluster: String?
        var user: String?
        var namespace: String?
    }

    public struct Exec: Decodable, Sendable {
        var apiVersion: String?
        var command: String?
        var args: [String]?
        var env: [Variable]?
        var installHint: String?
        var provideClusterInfo: Bool?
        var interactiveMode: String?
    }

    /// A variable added to a plugin's environment.
    public struct Variable: Codable, Sendable, Hashable {
        public var name: String
        public var value: String
    }

    /// The way of old clients to sign in; read only to say that it is not supported.
    public struct AuthProvider: Codable, Sendable {
        var name: String
    }

    /// An entry, and the file it stands in: relative paths in it are relative to that file.
    struct Entry<Value: Sendable>: Sendable {
        var value: Value
        var file: String
    }

    /// All files that were read, in order.
    public internal(set) var files: [String] = []
    public internal(set) var currentContext: String?
    var clusters: [String: Entry<Cluster>] = [:]
    var users: [String: Entry<User>] = [:]
    var contexts: [String: Entry<Context>] = [:]

    /// The names that `context` can choose from.
    public var contextNames: [String] { contexts.keys.sorted() }
}
