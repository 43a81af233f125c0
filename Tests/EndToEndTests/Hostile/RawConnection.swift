import Foundation
import NIOCore
import NIOPosix

/// A TCP connection to the listener.
enum RawConnection {
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    /// Threads of their own for those who attack: who delivers honestly does not wait for them.
    static let attackers = MultiThreadedEventLoopGroup(numberOfThreads: 2)

    struct Answer: Sendable {
        /// `nil` when the connection was closed without an answer.
        let status: Int?
        let text: String

        init(_ text: String) {
            self.text = text
            status = text.firstMatch(of: /^HTTP\/1\.1 (\d{3})/).flatMap { Int($0.1) }
        }
    }

    /// Sends bytes over a connection of their own and returns the first answer.
    static func exchange(_ bytes: Data, with listen: String) async throws -> Answer {
        let text = try await connect(listen).executeThenClose { inbound, outbound in
            // The other side may close before it has read everything; its answer counts nevertheless.
            try? await outbound.write(ByteBuffer(bytes: bytes))
            var received = ""
            do {
                for try await part in inbound {
                    received += String(buffer: part)
                    if isComplete(received) { break }
                }
            } catch is IOError {}
            return received
        }
        return Answer(text)
    }

    /// One connection for many requests, each sent after the answer to the one before.
    static func keeping<Value: Sendable>(
        _ listen: String, _ body: (_ send: (Data) async throws -> Answer) async throws -> Value
    ) async throws -> Value {
        try await connect(listen).executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            return try await body { bytes in
                try await outbound.write(ByteBuffer(bytes: bytes))
                var received = ""
                while !isComplete(received), let part = try await parts.next() { received += String(buffer: part) }
                return Answer(received)
            }
        }
    }

    private static func connect(_ listen: String) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try await ClientBootstrap(group: group).connect(to: address(listen)) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel(wrappingChannelSynchronously: channel)
            }
        }
    }

    static func address(_ listen: String) throws -> SocketAddress {
        let parts = listen.split(separator: ":")
        guard parts.count == 2, let port = Int(parts[1]) else { throw Unexpected("no address: \(listen)") }
        return try SocketAddress(ipAddress: String(parts[0]), port: port)
    }

    private static func isComplete(_ answer: String) -> Bool {
        guard let end = answer.range(of: "\r\n\r\n") else { return false }
        let length = answer.firstMatch(of: /(?i)content-length: (\d+)/).flatMap { Int($0.1) } ?? 0
        return answer[end.upperBound...].utf8.count >= length
    }
}
