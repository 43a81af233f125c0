import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// Bodies as large as the network takes them, with a signature that cannot fit.
final class LargeBodies: Sendable {
    enum Kind {
        /// A length just within the limit.
        case declared
        /// Chunks without end.
        case chunked
    }

    private let listen: String
    private let kind: Kind
    private let sent = Atomic<Int>(0)

    init(_ listen: String, _ kind: Kind) {
        self.listen = listen
        self.kind = kind
    }

    /// How many bytes were sent.
    func attack(connections: Int, seconds: Int) async -> Int {
        let end = ContinuousClock.now + .seconds(seconds)
        await withDiscardingTaskGroup { group in
            for _ in 0..<connections {
                group.addTask {
                    while ContinuousClock.now < end {
                        do { try await self.send(until: end) } catch { try? await Task.sleep(for: .milliseconds(20)) }
                    }
                }
            }
        }
        return sent.load(ordering: .relaxed)
    }

    private func send(until end: ContinuousClock.Instant) async throws {
        let size = 256 * 1_024
        var (request, piece) = (WebhookRequest(), ByteBuffer(repeating: 0x20, count: size))
        switch kind {
        case .declared: request = request.with("Content-Length", "\(96 * size)")
        case .chunked:
            request = request.chunked("")
            piece = ByteBuffer(string: "\(String(size, radix: 16))\r\n")
            piece.writeRepeatingByte(0x20, count: size)
            piece.writeString("\r\n")
        }
        let address = try RawConnection.address(listen)
        let channel = try await ClientBootstrap(group: RawConnection.attackers).connect(to: address).get()
        defer { channel.close(promise: nil) }
        try await channel.writeAndFlush(ByteBuffer(bytes: request.head)).get()
        for _ in 0..<(kind == .declared ? 96 : 10_000) where ContinuousClock.now < end {
            try await channel.writeAndFlush(piece).get()
            sent.add(size, ordering: .relaxed)
        }
    }
}
