import AsyncHTTPClient
import Foundation
import NIOCore

extension GitHubError {
    /// The error for a call without a complete answer. Words are chosen here: errors of the transport may hold addresses.
    init(transport error: any Error, request: APIRequest) {
        let (code, words, wasSent) = Self.classify(error)
        self.init(code: code, request: request, message: words, outcomeUnknown: wasSent && !request.isRead)
    }

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
            return (.transport, "no connection in time", false)
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
            (.transport, "no connection in time", false)
        case .proxyAuthenticationRequired, .invalidProxyResponse: (.transport, "the proxy refused", false)
        case .deadlineExceeded, .readTimeout: (.timedOut, "no complete answer within the deadline", true)
        case .remoteConnectionClosed, .uncleanShutdown: (.transport, "the connection was closed", true)
        case .invalidURL, .emptyHost, .emptyScheme: (.invalidRequest, "the address is not usable", false)
        default: (.transport, error.shortDescription, true)
        }
    }
}
