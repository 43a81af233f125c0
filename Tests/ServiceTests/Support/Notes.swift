import Synchronization

/// What happened, in order.
final class Notes: Sendable {
    private let recorded = Mutex<[String]>([])

    func add(_ what: String) {
        recorded.withLock { $0.append(what) }
    }

    var all: [String] { recorded.withLock { $0 } }
}
