/// What the Flux controllers share.
enum Flux {
    static let finalizer = "finalizers.fluxcd.io"
    static let requestedAt = "reconcile.fluxcd.io/requestedAt"

    /// Whether a change is one that Flux acts on: new, another spec, a request, a deletion. Its own status is none.
    static func isCause(_ change: ObjectChange) -> Bool {
        guard change.kind != .deleted else { return false }
        guard let previous = change.previous else { return true }
        return previous.generation != change.object.generation
            || previous.annotations[requestedAt] != change.object.annotations[requestedAt]
            || previous.isBeingDeleted != change.object.isBeingDeleted
    }

    /// A duration as Flux reads it: `1m30s`.
    static func duration(_ text: String?) -> Duration? {
        guard let text, !text.isEmpty else { return nil }
        var seconds = 0.0
        var number = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            if character.isNumber || character == "." {
                number.append(character)
                continue
            }
            guard let value = Double(number) else { return nil }
            number = ""
            switch character {
            case "h": seconds += value * 3600
            case "m" where rest.first == "s":
                rest.removeFirst()
                seconds += value / 1000
            case "m": seconds += value * 60
            case "s": seconds += value
            default: return nil
            }
        }
        return .seconds(seconds)
    }
}

/// How often work on an object failed in a row.
actor FailureCount {
    private var failures: [ClusterStore.Key: Int] = [:]

    /// The pause after one more failure: doubled each time, at most 16 times the first.
    func pause(after key: ClusterStore.Key, first: Duration) -> Duration {
        let count = failures[key, default: 0]
        failures[key] = count + 1
        return first * (1 << min(count, 4))
    }

    func reset(_ key: ClusterStore.Key) { failures[key] = nil }
}
