/// A change of an object, as watches see it.
struct ObjectChange: Sendable {
    enum Kind: String, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"

        var effect: ClusterEffect.Change {
            switch self {
            case .added: .created
            case .modified: .changed
            case .deleted: .deleted
            }
        }
    }

    let kind: Kind
    let type: ResourceType.ID
    let version: Int
    let object: JSONValue
    /// The state before; `nil` for a new object.
    let previous: JSONValue?
}

/// Someone who is told of changes.
struct Watcher: Sendable {
    /// `nil`: all types; controllers watch so.
    let type: ResourceType.ID?
    let namespace: String?
    let start: Int
    let continuation: AsyncStream<ObjectChange>.Continuation

    func wants(_ change: ObjectChange) -> Bool {
        change.version > start && (type == nil || type == change.type)
            && (namespace == nil || namespace == change.object.namespace)
    }
}

/// An open watch.
struct WatchSubscription: Sendable {
    let id: Int
    let changes: AsyncStream<ObjectChange>
}
