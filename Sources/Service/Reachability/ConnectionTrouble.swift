import AsyncHTTPClient
import Automations
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// What a failed request to an address says about the way there.
enum ConnectionTrouble {
    /// - Parameter place: address and port.
    static func failure(_ error: any Error, at place: String) -> Reachability.Failure {
        switch error {
        case let error as HTTPClientError: return failure(error, place)
        case let error as IOError: return failure(error, place)
        case let error as NIOConnectionError:
            return error.connectionErrors.first.map { failure($0.error, at: place) } ?? .unroutable(at: place)
        case ChannelError.connectTimeout: return .silent(at: place)
        case NIOSSLError.handshakeFailed(let reason):
            return "\(reason)".contains("CERTIFICATE_VERIFY_FAILED") ? .untrustedCertificate : .tls
        case let error as NIOSSLExtraError: return error == .failedToValidateHostname ? .otherCertificate : .tls
        case is NIOSSLError: return .tls
        default: return .noAnswer
        }
    }

    private static func failure(_ error: HTTPClientError, _ place: String) -> Reachability.Failure {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout: .silent(at: place)
        case .tlsHandshakeTimeout: .tls
        default: .noAnswer
        }
    }

    private static func failure(_ error: IOError, _ place: String) -> Reachability.Failure {
        switch error.errnoCode {
        case ECONNREFUSED: .refused(at: place)
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN: .unroutable(at: place)
        case ETIMEDOUT: .silent(at: place)
        default: .noAnswer
        }
    }
}
