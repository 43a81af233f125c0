/// Objects that are to be looked at, each by one at a time: what is added meanwhile is looked at again afterwards.
actor WorkQueue {
    typealias Key = ClusterStore.Key

    nonisolated let ready: AsyncStream<Key>
    private let continuation: AsyncStream<Key>.Continuation
    private var busy: Set<Key> = []
    private var dirty: Set<Key> = []
    private var turns: [Key: Int] = [:]

    init() { (ready, continuation) = AsyncStream.makeStream(of: Key.self) }

    func add(_ key: Key) {
        guard busy.insert(key).inserted else {
            dirty.insert(key)
            return
        }
        turns[key, default: 0] += 1
        continuation.yield(key)
    }

    /// Adds a key unless it was looked at since that turn.
    func add(_ key: Key, ifStillAt turn: Int) {
        if turns[key] == turn { add(key) }
    }

    /// Ends a look at a key.
    /// - Returns: the turn that ended; `nil` when the key is already due again.
    func finish(_ key: Key) -> Int? {
        busy.remove(key)
        guard dirty.remove(key) == nil else {
            add(key)
            return nil
        }
        return turns[key]
    }
}
