import Foundation
import NIOCore
import NIOPosix

/// A forward proxy on a port of 127.0.0.1 that opens tunnels (`CONNECT`) and remembers which.
///
/// It knows where names lead, so that programs under test may use names which exist nowhere else.
public final class SimulatedProxy: Sendable {
    /// One request to open a tunnel.
    public struct Tunnel: Sendable, Hashable {
        /// `host:port` as the client asked for it.
        public let target: String
        /// The `Proxy-Authorization` header.
        public let authorization: String?
        /// The status of the answer; 200 for a tunnel.
        public let status: Int
    }

    public struct Options: Sendable {
        /// Which port of 127.0.0.1 a host leads to; the host's own port counts where it is `nil`.
        public var hosts: [String: Int?] = [:]
        /// Both, for a proxy that asks for a login.
        public var username: String?
        public var password: String?

        public init(hosts: [String: Int?] = [:], username: String? = nil, password: String? = nil) {
            self.hosts = hosts
            self.username = username
            self.password = password
        }
    }

    /// `http://127.0.0.1:<port>`
    public let url: String
    let options: Options
    private let ledger = Ledger()
    private let channel: any Channel
    private let serving: Task<Void, Never>

    /// Returns when connections are accepted.
    public static func start(_ options: Options = Options()) async throws -> SimulatedProxy {
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try ProxyConnection.Connection(wrappingChannelSynchronously: channel)
                }
            }
        return SimulatedProxy(options, listener)
    }

    private init(
        _ options: Options, _ listener: NIOAsyncChannel<ProxyConnection.Connection, Never>
    ) {
        self.options = options
        channel = listener.channel
        url = "http://127.0.0.1:\(listener.channel.localAddress?.port ?? 0)"
        let (ledger, options) = (ledger, options)
        serving = Task {
            try? await listener.executeThenClose { clients in
                await withDiscardingTaskGroup { group in
                    do {
                        for try await client in clients {
                            group.addTask { await Self.serve(client, options, ledger) }
                        }
                    } catch {
                        // Stopped.
                    }
                    group.cancelAll()
                }
            }
        }
    }

    /// Every request to open a tunnel so far.
    public func tunnels() async -> [Tunnel] { await ledger.tunnels }

    /// Closes the port and all tunnels.
    public func stop() async {
        // Not by cancelling the task: NIO traps over a connection that was accepted and never served.
        try? await channel.close()
        await serving.value
    }

    private static func serve(
        _ client: ProxyConnection.Connection, _ options: Options, _ ledger: Ledger
    ) async {
        await ProxyConnection(options: options, note: { await ledger.note($0) }).serve(client)
    }

    private actor Ledger {
        private(set) var tunnels: [Tunnel] = []

        func note(_ tunnel: Tunnel) { tunnels.append(tunnel) }
    }
}
