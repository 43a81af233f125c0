import Storage
import Synchronization

/// Entries that GitHub may have already: a crash or a lost answer came between saying and recording.
final class OutboxDoubts: Sendable {
    private let keys = Mutex<Set<String>>([])

    /// Everything that is pending when the process begins may have been said by the process before.
    func raise(_ pending: [String]) {
        keys.withLock { $0.formUnion(pending) }
    }

    /// What became of the entry could not be recorded.
    func raise(_ entry: OutboxRecord) {
        _ = keys.withLock { $0.insert(entry.key) }
    }

    func hold(for entry: OutboxRecord) -> Bool {
        entry.attempts > 0 || keys.withLock { $0.contains(entry.key) }
    }

    func settle(_ entry: OutboxRecord, _ result: OutboxResult) {
        guard case .delivered = result else { return }
        _ = keys.withLock { $0.remove(entry.key) }
    }
}
