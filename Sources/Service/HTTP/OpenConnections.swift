import NIOCore
import Synchronization

/// The connections of a server and the bytes of unanswered requests they hold. Where room runs out, the connection
/// whose request has been incomplete for longest has to go: an honest client has sent everything within a moment, so
/// that those who send slowly only ever push each other out.
final class OpenConnections: Sendable {
    struct Connection {
        let channel: any Channel
        /// Since when its next request is awaited; nil while one that has arrived completely is being answered.
        var unfinishedSince: NIODeadline?
        var bytes = 0
    }

    struct State {
        fileprivate(set) var connections: [ObjectIdentifier: Connection] = [:]
        fileprivate var bytes = 0
        var isEnding = false
    }

    private let limit: Int
    private let capacity: Int
    let state = Mutex(State())
    let ended = Latch<Void>()

    /// - Parameters:
    ///   - limit: open connections.
    ///   - capacity: bytes of bodies that are arriving, or arrived and are not yet answered.
    init(limit: Int, capacity: Int = 64 * 1024 * 1024) {
        self.limit = limit
        self.capacity = capacity
    }

    var count: Int { state.withLock { $0.connections.count } }

    func opened(_ channel: any Channel) {
        let victim = state.withLock { state -> (any Channel)? in
            if state.isEnding { return channel }
            state.connections[ObjectIdentifier(channel)] = Connection(channel: channel, unfinishedSince: .now())
            guard state.connections.count > limit else { return nil }
            return state.removeSlowest(besides: channel) { _ in true }
        }
        victim?.close(promise: nil)
    }

    func closed(_ channel: any Channel) {
        let isLast = state.withLock { state in
            _ = state.remove(ObjectIdentifier(channel))
            return state.isEnding && state.connections.isEmpty
        }
        if isLast { ended.settle(.success(())) }
    }

    /// The request has arrived completely; who is being answered is not sent away.
    func received(_ channel: any Channel) {
        state.withLock { $0.connections[ObjectIdentifier(channel)]?.unfinishedSince = nil }
    }

    /// The request has been answered: its bytes are free, and the next request may come.
    func answered(_ channel: any Channel) {
        state.withLock { state in
            let id = ObjectIdentifier(channel)
            state.bytes -= state.connections[id]?.bytes ?? 0
            state.connections[id]?.bytes = 0
            state.connections[id]?.unfinishedSince = .now()
        }
    }

    /// Makes room for bytes of a body.
    /// - Returns: false when everything is taken by requests that arrived before this one or are complete.
    func reserve(_ bytes: Int, for channel: any Channel) -> Bool {
        var victims: [any Channel] = []
        let isReserved = state.withLock { state in
            let id = ObjectIdentifier(channel)
            guard state.connections[id] != nil else { return false }
            while state.bytes + bytes > capacity {
                guard let victim = state.removeSlowest(besides: channel, where: { $0.bytes > 0 }) else { return false }
                victims.append(victim)
            }
            state.connections[id]?.bytes += bytes
            state.bytes += bytes
            return true
        }
        for victim in victims { victim.close(promise: nil) }
        return isReserved
    }
}

extension OpenConnections.State {
    fileprivate mutating func remove(_ id: ObjectIdentifier) -> (any Channel)? {
        guard let connection = connections.removeValue(forKey: id) else { return nil }
        bytes -= connection.bytes
        return connection.channel
    }

    fileprivate mutating func removeSlowest(
        besides channel: any Channel, where condition: (OpenConnections.Connection) -> Bool
    ) -> (any Channel)? {
        var slowest: (id: ObjectIdentifier, since: NIODeadline)?
        for (id, connection) in connections where id != ObjectIdentifier(channel) && condition(connection) {
            guard let since = connection.unfinishedSince, since < slowest?.since ?? .distantFuture else { continue }
            slowest = (id, since)
        }
        return slowest.flatMap { remove($0.id) }
    }
}
