import Foundation
import Hummingbird
import NIOCore

/// The body of a watch: one JSON object a line, until the time is up, the watch is dropped or the client goes.
struct WatchStream: Sendable {
    let store: ClusterStore
    let type: ResourceType
    let subscription: WatchSubscription
    let filter: WatchFilter
    let initial: [JSONValue]
    let limit: Duration
    /// Time between bookmarks; `nil` for none.
    let bookmark: Duration?
    let clock: any Clock<Duration>

    private enum Signal: Sendable {
        case change(ObjectChange)
        case bookmark
    }

    func write(to writer: inout any ResponseBodyWriter) async throws {
        let (signals, continuation) = AsyncStream.makeStream(of: Signal.self)
        let feeding = Task { await feed(continuation) }
        defer { feeding.cancel() }
        do {
            if initial.isEmpty { try await writer.write(ByteBuffer()) }
            for event in initial { try await send(event, to: &writer) }
            for await signal in signals {
                switch signal {
                case .change(let change):
                    if let event = filter.event(for: change) { try await send(event, to: &writer) }
                case .bookmark:
                    let version = await store.version
                    try await send(APIServer.bookmark(type, version: version), to: &writer)
                }
            }
            try await writer.finish(nil)
        } catch {
            await store.endWatch(subscription.id)
            throw error
        }
        await store.endWatch(subscription.id)
    }

    private func send(_ event: JSONValue, to writer: inout any ResponseBodyWriter) async throws {
        var line = ByteBuffer(bytes: event.serialized())
        line.writeString("\n")
        try await writer.write(line)
    }

    /// Changes, bookmarks and the end of the time, in one stream.
    private func feed(_ signals: AsyncStream<Signal>.Continuation) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await change in subscription.changes { signals.yield(.change(change)) }
            }
            group.addTask { try? await clock.sleep(for: limit) }
            if let bookmark {
                group.addTask {
                    while !Task.isCancelled, (try? await clock.sleep(for: bookmark)) != nil { signals.yield(.bookmark) }
                }
            }
            await group.next()
            group.cancelAll()
        }
        signals.finish()
    }
}
