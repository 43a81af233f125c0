import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate authority made for one simulated cluster, and the certificate of its server.
struct ClusterCertificates: Sendable {
    let authorityPEM: String
    private let serverPEM: String
    private let keyPEM: String

    init(now: Date) throws {
        let authorityKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let authorityName = try DistinguishedName { CommonName("simulated-cluster-ca") }
        let authority = try Self.certificate(
            subject: authorityName, key: authorityKey, issuer: authorityName, issuerKey: authorityKey, now: now,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            })
        let serverKey = P256.Signing.PrivateKey()
        let server = try Self.certificate(
            subject: try DistinguishedName { CommonName("kube-apiserver") }, key: Certificate.PrivateKey(serverKey),
            issuer: authorityName, issuerKey: authorityKey, now: now,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames([
                    .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])), .dnsName("localhost"),
                    .dnsName("kubernetes.default.svc"),
                ])
            })
        authorityPEM = try authority.serializeAsPEM().pemString + "\n"
        serverPEM = try server.serializeAsPEM().pemString
        keyPEM = serverKey.pemRepresentation
    }

    func tlsConfiguration() throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(serverPEM.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)
        return TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    }

    private static func certificate(
        subject: DistinguishedName, key: Certificate.PrivateKey, issuer: DistinguishedName,
        issuerKey: Certificate.PrivateKey, now: Date, extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: now.addingTimeInterval(-3600), notValidAfter: now.addingTimeInterval(365 * 86400),
            issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: issuerKey)
    }
}
