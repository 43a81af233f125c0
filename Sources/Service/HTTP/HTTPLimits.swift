import HummingbirdCore
import NIOCore
import NIOHTTP1

/// What clients may take of a server.
struct HTTPLimits: Sendable {
    /// Fields of a request's head.
    static let headerFields = 100
    /// All names and values of a request's head, and the longest of them.
    static let headerBytes = 32 * 1024

    /// Open connections; beyond that the slowest has to go.
    var connections = 1024
    /// Bytes of bodies that are arriving or not yet stored.
    var bodies = 64 * 1024 * 1024
    /// A connection without a complete head of a request is closed after this time.
    var idle = TimeAmount.seconds(30)
    /// A body must have arrived completely after this time. GitHub itself gives up after 10 seconds.
    var body = TimeAmount.seconds(30)

    /// Connections that may be open for a moment beyond the limit: those that have to go are closed by other threads.
    /// Beyond these none is accepted.
    var closing: Int { max(2, min(64, connections / 3)) }

    /// - Parameter openFiles: what the system lets this process open; two thirds of it are for everything else. Without any
    ///   left it would not only fail to open a file: libdispatch, which looks into /proc for what its threads do, ends
    ///   the process.
    init(connections: Int = 1024, openFiles: Int = .max) {
        self.connections = max(8, min(connections, openFiles / 4))
    }

    static var decoder: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldCount = headerFields
        limits.maxHeaderFieldSize = headerBytes
        limits.maxHeaderListSize = headerBytes
        return limits
    }

    var http: HTTP1Channel.Configuration {
        .init(
            idleTimeout: idle,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Self.headerBytes, maxHeaderListSize: Self.headerBytes,
                maxHeaderFieldCount: Self.headerFields))
    }
}
