/// Which changes a watch sees, and as what.
struct WatchFilter: Sendable {
    let labels: LabelSelector
    let fields: FieldSelector
    let metadataOnly: Bool

    /// The event for a change; `nil` when the watch does not see it. An object that stops matching arrives as DELETED
    /// with its old body at the new version, one that begins to match as ADDED.
    func event(for change: ObjectChange) -> JSONValue? {
        let matches = matches(change.object)
        let matched = change.previous.map(self.matches) ?? false
        switch change.kind {
        case .deleted: return matched || matches ? event("DELETED", change.object) : nil
        case .added: return matches ? event("ADDED", change.object) : nil
        case .modified:
            if matches { return event(matched ? "MODIFIED" : "ADDED", change.object) }
            guard matched, var old = change.previous else { return nil }
            old["metadata", "resourceVersion"] = .string(String(change.version))
            return event("DELETED", old)
        }
    }

    func event(forExisting object: JSONValue) -> JSONValue? { matches(object) ? event("ADDED", object) : nil }

    private func matches(_ object: JSONValue) -> Bool { labels.matches(object) && fields.matches(object) }

    private func event(_ type: String, _ object: JSONValue) -> JSONValue {
        ["type": .string(type), "object": metadataOnly ? object.metadataOnly : object]
    }
}
