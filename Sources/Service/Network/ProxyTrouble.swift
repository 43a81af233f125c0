import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix

/// What a failed connection says about the proxy in between.
enum ProxyTrouble {
    /// - Parameter proxy: the one that was asked; `nil` for none.
    /// - Returns: words for the rest of a sentence, such as `the proxy p:3128 cannot be reached`; `nil` when it is not the
    ///   proxy that failed.
    static func words(_ error: any Error, proxy: ProxyServer?) -> String? {
        guard let proxy else { return nil }
        switch error {
        case let error as HTTPClientError: return refusal(error).map { "the proxy \(proxy.place) \($0)" }
        case is NIOConnectionError: return "the proxy \(proxy.place) cannot be reached"
        case let error as IOError where [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode):
            return "the proxy \(proxy.place) cannot be reached"
        default: return nil
        }
    }

    private static func refusal(_ error: HTTPClientError) -> String? {
        switch error {
        case .proxyAuthenticationRequired: "asks for a user name and a password, or refuses those it got (407)"
        case .invalidProxyResponse: "opens no connection to it"
        case .connectTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout: "does not answer in time"
        default: nil
        }
    }

    static let whatToDo = "Check proxy (or HTTPS_PROXY), or list the host in noProxy."
}
