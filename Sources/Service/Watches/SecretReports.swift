import Automations
import Synchronization

/// Where Flux or pods said that a Secret of Slipway's is missing. Nobody waits for the hourly round there.
final class SecretReports: Sendable {
    private let places = Mutex<Set<ProjectPlace>>([])
    /// Something was reported.
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init() {
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func report(_ reported: some Sequence<ProjectPlace>) {
        let isNew = places.withLock { places in
            let before = places.count
            places.formUnion(reported)
            return places.count > before
        }
        if isNew { signal.yield() }
    }

    func take() -> Set<ProjectPlace> {
        places.withLock { places in
            defer { places = [] }
            return places
        }
    }
}
