import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// Connections that send one byte a second, half of them within the head and half within the body. One that is closed
/// is opened again.
///
/// They live on the event loops alone, so that they take nothing from whoever else the test lets deliver.
final class SlowClients: Sendable {
    private let address: SocketAddress
    private let opened = Atomic<Int>(0)
    private let isOver = Atomic<Bool>(false)

    init(_ listen: String) throws {
        address = try RawConnection.address(listen)
    }

    /// Keeps `count` connections for some seconds, from when so many have been opened.
    /// - Returns: how many were opened in all.
    func attack(_ count: Int, seconds: Int) async throws -> Int {
        for number in 0..<count { open(number) }
        _ = try await eventually("\(count) connections are open") {
            opened.load(ordering: .relaxed) >= count ? true : nil
        }
        try await Task.sleep(for: .seconds(seconds))
        isOver.store(true, ordering: .relaxed)
        return opened.load(ordering: .relaxed)
    }

    private func open(_ number: Int) {
        let loop = RawConnection.attackers.next()
        ClientBootstrap(group: loop).connect(to: address).whenComplete { [self] result in
            guard case .success(let channel) = result else { return again(number, on: loop) }
            opened.add(1, ordering: .relaxed)
            channel.writeAndFlush(start(number), promise: nil)
            loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { [self] task in
                let isOver = isOver.load(ordering: .relaxed)
                if isOver { channel.close(promise: nil) }
                if isOver || !channel.isActive { task.cancel() }
                channel.writeAndFlush(ByteBuffer(string: "a"), promise: nil)
            }
            channel.closeFuture.whenComplete { [self] _ in again(number, on: loop) }
        }
    }

    private func again(_ number: Int, on loop: any EventLoop) {
        guard !isOver.load(ordering: .relaxed) else { return }
        loop.scheduleTask(in: .milliseconds(500)) { self.open(number) }
    }

    private func start(_ number: Int) -> ByteBuffer {
        guard number.isMultiple(of: 2) else {
            return ByteBuffer(string: "POST /webhooks/github HTTP/1.1\r\nX-Slow: ")
        }
        return ByteBuffer(bytes: WebhookRequest().with("Content-Length", "100000").head)
    }
}
