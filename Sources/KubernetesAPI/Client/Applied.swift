/// What an apply did.
public struct Applied<Object: KubernetesObject>: Sendable {
    public enum Change: String, Sendable, Hashable {
        case created, configured, unchanged
    }

    /// The object as the cluster holds it now.
    public let object: Object
    public let change: Change
}

/// How an apply finds out whether it changed an object that existed.
public enum Baseline: Sendable, Hashable {
    /// Read the object's version first: one more request.
    case reading
    /// Compare with this `metadata.resourceVersion`, read earlier.
    case version(String)
    /// Do not look: an object that existed counts as configured.
    case unread
}
