/// The objects of one type, in the order in which they are listed: a list costs what it tells, not what there is.
struct StoredObjects: Sendable {
    typealias Key = ClusterStore.Key
    typealias Stored = ClusterStore.Stored

    private var entries: [Key: Stored] = [:]
    /// All keys, by namespace and name.
    private var keys: [Key] = []

    var values: some Collection<Stored> { entries.values }

    subscript(key: Key) -> Stored? {
        get { entries[key] }
        set {
            let isKnown = entries[key] != nil
            entries[key] = newValue
            if newValue != nil, !isKnown { keys.insert(key, at: place { $0 < key }) }
            if newValue == nil, isKnown { keys.remove(at: place { $0 < key }) }
        }
    }

    /// Many objects at once.
    mutating func add(_ new: [(key: Key, entry: Stored)]) {
        keys += new.map(\.key).filter { entries[$0] == nil }
        keys.sort()
        for (key, entry) in new { entries[key] = entry }
    }

    /// The keys in a namespace, or in all, that follow another.
    func keys(in namespace: String?, after last: Key? = nil) -> ArraySlice<Key> {
        let start = last.map { last in place { $0 <= last } } ?? 0
        guard let namespace else { return keys[start...] }
        let first = max(start, place { $0.namespace < namespace })
        return keys[first..<max(first, place { $0.namespace <= namespace })]
    }

    func list(in namespace: String?) -> [Stored] { keys(in: namespace).compactMap { entries[$0] } }

    /// The first place whose key is not one of those that come before.
    private func place(_ comesBefore: (Key) -> Bool) -> Int {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if comesBefore(keys[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
