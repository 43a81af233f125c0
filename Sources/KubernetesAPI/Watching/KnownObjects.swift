/// The objects of a collection as last seen, to tell what a new list changed.
struct KnownObjects<Object: KubernetesObject> {
    private struct Key: Hashable {
        var place: Object.Place
        var name: ObjectName

        init(_ object: Object) {
            place = object.metadata.place
            name = object.metadata.name
        }
    }

    private var objects: [Key: Object] = [:]

    /// Takes over an event of a watch.
    ///
    /// - Returns: what it means, or nil for a bookmark.
    mutating func note(_ event: WatchEvent<Object>) -> ListWatch<Object>.Element? {
        switch event {
        case .added(let object), .modified(let object):
            let isKnown = objects.updateValue(object, forKey: Key(object)) != nil
            return isKnown ? .modified(object) : .added(object)
        case .deleted(let object):
            objects[Key(object)] = nil
            return .deleted(object)
        case .bookmark:
            return nil
        }
    }

    /// Takes over a list.
    ///
    /// - Returns: deletions of what vanished, then additions and changes; nothing for what is as it was.
    mutating func replace(with items: [Object]) -> [ListWatch<Object>.Element] {
        let listed = Dictionary(items.map { (Key($0), $0) }, uniquingKeysWith: { $1 })
        let gone = objects.filter { key, object in
            listed[key].map { $0.metadata.uid != object.metadata.uid } ?? true
        }
        let before = objects.filter { gone[$0.key] == nil }
        objects = listed
        return gone.values.map { .deleted($0) }
            + items.compactMap { item in
                guard let old = before[Key(item)] else { return .added(item) }
                return old.metadata.resourceVersion == item.metadata.resourceVersion ? nil : .modified(item)
            }
    }
}
