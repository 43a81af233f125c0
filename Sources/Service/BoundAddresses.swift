/// Where a running service really listens; the ports differ from the configured ones when these were 0.
public struct BoundAddresses: Sendable, Equatable {
    public var listen: SocketAddress
    public var operations: SocketAddress
}
