import AsyncHTTPClient
import Foundation
import NIOCore

extension GitHubError {
    /// The error for a call without a complete answer. Words are chosen here: errors of the transport may hold addresses.
    /// - Parameter proxy: the one in between, as `host:port`.
    init(transport error: any Error, request: APIRequest, proxy: String? = nil) {
        if let proxy, let words = Self.proxyWords(error) {
            self.init(code: .proxy, request: request, message: "the proxy \(proxy) \(words)")
            return
        }
        let (code, words, wasSent) = Self.classify(error)
        self.init(code: code, request: request, message: words, outcomeUnknown: wasSent && !request.isRead)
    }

    /// Nothing was sent to GitHub in any of these cases.
    private static func proxyWords(_ error: any Error) -> String? {
        switch error as? HTTPClientError {
        case .proxyAuthenticationRequired: "asks for a user name and a password, or refuses those it got (407)"
        case .invalidProxyResponse: "opens no connection to GitHub"
        default:
            switch classify(error) {
            case (_, tooSlow, false): "does not answer in time"
            case (_, noConnection, false): "cannot be reached"
            default: nil
            }
        }
    }

    private static let tooSlow = "no connection in time"
    private static let noConnection = "no connection: refused, or the host is unknown"
    private static let unreachable = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN]

    private static func classify(_ error: any Error) -> (code: Code, words: String, wasSent: Bool) {
        switch error {
        case is DeadlineExceeded: return (.timedOut, "no complete answer within the deadline", true)
        case is NIOTooManyBytesError: return (.tooLarge, "the answer is too large", true)
        case let error as HTTPClientError: return classify(error)
        case let error as IOError where unreachable.contains(error.errnoCode):
            return (.transport, noConnection, false)
        case ChannelError.connectTimeout:
            return (.transport, tooSlow, false)
        default:
            let name = String(describing: type(of: error))
            // Of a module that is not imported for one name: it gathers the failures of all addresses of a host.
            if name == "NIOConnectionError" { return (.transport, noConnection, false) }
            let isTLS = name.contains("SSL") || name.contains("TLS")
            return (.transport, isTLS ? "TLS failed (\(name))" : "the connection broke (\(name))", !isTLS)
        }
    }

    private static func classify(_ error: HTTPClientError) -> (code: Code, words: String, wasSent: Bool) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout,
            .socksHandshakeTimeout:
            (.transport, tooSlow, false)
        case .proxyAuthenticationRequired, .invalidProxyResponse: (.transport, "the proxy refused", false)
        case .deadlineExceeded, .readTimeout: (.timedOut, "no complete answer within the deadline", true)
        case .remoteConnectionClosed, .uncleanShutdown: (.transport, "the connection was closed", true)
        case .invalidURL, .emptyHost, .emptyScheme: (.invalidRequest, "the address is not usable", false)
        default: (.transport, error.shortDescription, true)
        }
    }
}
