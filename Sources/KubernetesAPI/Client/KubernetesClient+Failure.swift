import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

extension KubernetesClient {
    /// What a failed request means.
    ///
    /// - Throws: `CancellationError` if the task was cancelled.
    func failure(_ error: any Error, _ call: Call) throws -> KubernetesError {
        if let error = error as? KubernetesError { return error }
        if Task.isCancelled || error is CancellationError { throw CancellationError() }
        switch error {
        case let error as ClusterConfigurationError:
            return KubernetesError(code: .credential, call: call, message: error.withoutFullStop)
        case is DeadlineExceeded:
            return KubernetesError(
                code: .timeout, call: call, message: "no complete answer within \(options.requestTimeout)",
                outcomeUnknown: call.verb.isWrite)
        case is DecodingError:
            return unreadable(error, call)
        case is NIOTooManyBytesError, is LineSplitter.LineTooLong:
            return KubernetesError(
                code: .unreadable, call: call, message: "the answer is too large", outcomeUnknown: call.verb.isWrite)
        default:
            if let words = proxyWords(error) { return KubernetesError(code: .proxy, call: call, message: words) }
            let code: KubernetesError.Code =
                Self.timeouts.contains { error as? HTTPClientError == $0 } ? .timeout : .transport
            return KubernetesError(
                code: code, call: call, message: Self.words(error),
                outcomeUnknown: call.verb.isWrite && !Self.nothingWasSent(error))
        }
    }

    /// What the proxy in between did, when it was not the cluster that failed. Nothing was sent to the cluster then.
    private func proxyWords(_ error: any Error) -> String? {
        guard let proxy = configuration.proxyPlace else { return nil }
        switch error {
        case let error as HTTPClientError: return Self.refusal(error).map { "the proxy \(proxy) \($0)" }
        case let error as IOError where [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode):
            return "the proxy \(proxy) cannot be reached: \(Self.words(error))"
        case let error as NIOConnectionError: return "the proxy \(proxy) cannot be reached: \(Self.words(error))"
        default: return nil
        }
    }

    private static func refusal(_ error: HTTPClientError) -> String? {
        switch error {
        case .proxyAuthenticationRequired: "asks for a user name and a password, or refuses those it got (407)"
        case .invalidProxyResponse: "opens no connection to the cluster"
        case .connectTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout: "does not answer in time"
        default: nil
        }
    }

    /// An answer that does not have the expected shape. What stands in it is not repeated.
    func unreadable(_ error: any Error, _ call: Call) -> KubernetesError {
        KubernetesError(
            code: .unreadable, call: call, message: "the body is not the expected object",
            outcomeUnknown: call.verb.isWrite)
    }

    private static let timeouts: [HTTPClientError] = [.readTimeout, .writeTimeout, .deadlineExceeded]

    /// True if the connection failed before a request could go out.
    private static func nothingWasSent(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: beforeSending.contains(error)
        case let error as IOError: [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode)
        case NIOSSLError.handshakeFailed, is NIOSSLExtraError, is NIOConnectionError: true
        default: false
        }
    }

    private static let beforeSending: [HTTPClientError] = [
        .connectTimeout, .tlsHandshakeTimeout, .socksHandshakeTimeout, .httpProxyHandshakeTimeout,
        .getConnectionFromPoolTimeout, .proxyAuthenticationRequired, .invalidProxyResponse, .alreadyShutdown,
        .invalidURL, .emptyHost, .emptyScheme,
    ]

    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: error.shortDescription
        case let error as IOError: words(error)
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { words($0.error) } ?? "no address of \(error.host) could be found"
        case NIOSSLError.handshakeFailed, is NIOSSLExtraError: "the TLS handshake failed (\(error))"
        default: String(describing: error)
        }
    }

    private static func words(_ error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET: "the connection was reset"
        case EHOSTUNREACH, ENETUNREACH: "there is no route to the server"
        default: error.description
        }
    }
}

extension ClusterConfigurationError {
    fileprivate var withoutFullStop: String {
        whatHappened.hasSuffix(".") ? String(whatHappened.dropLast()) : whatHappened
    }
}
