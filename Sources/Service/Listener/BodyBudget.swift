import Synchronization

/// How many bytes of unfinished bodies may be in memory at once; anybody can send these, so there must be an end to it.
final class BodyBudget: Sendable {
    private let capacity: Int
    private let used = Atomic<Int>(0)

    init(capacity: Int = 256 * 1024 * 1024) {
        self.capacity = capacity
    }

    func reserve(_ bytes: Int) -> Bool {
        let after = used.add(bytes, ordering: .relaxed).newValue
        if after <= capacity { return true }
        release(bytes)
        return false
    }

    func release(_ bytes: Int) {
        used.subtract(bytes, ordering: .relaxed)
    }
}
