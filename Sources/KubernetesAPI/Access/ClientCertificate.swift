import Redaction

/// A certificate (chain) and its key, both PEM, with which this program shows who it is.
public struct ClientCertificate: Sendable, Hashable {
    public let certificate: String
    public let key: Redacted

    public init(certificate: String, key: Redacted) {
        self.certificate = certificate
        self.key = key
    }
}
