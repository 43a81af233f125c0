/// What came of requesting an address.
public enum Reachability: Sendable, Hashable, Codable {
    /// It answered, with this HTTP status: a page, a redirection (not followed) or the wish for a login.
    case answers(status: Int)
    /// It was not requested, and why.
    case notChecked(String)
    case fails(Failure)

    /// The first thing on the way that failed: name, connection, TLS, answer.
    public enum Failure: Sendable, Hashable, Codable {
        /// The name has no address.
        case noName
        /// No name server told whether it has one.
        case nameServer
        /// - Parameter at: address and port, such as `203.0.113.7:443`.
        case refused(at: String)
        case silent(at: String)
        case unroutable(at: String)
        /// The certificate is of nobody who is trusted, or expired.
        case untrustedCertificate
        /// The certificate is for other names.
        case otherCertificate
        case tls
        /// Connected, and then nothing.
        case noAnswer
        case status(Int)
        /// - Parameter words: such as `the proxy p:3128 cannot be reached`.
        case proxy(words: String)
    }

    /// What an answer means: 404 and the server's own errors are what an ingress controller says that knows no way.
    public init(status: Int) {
        self = status == 404 || status >= 500 ? .fails(.status(status)) : .answers(status: status)
    }
}
