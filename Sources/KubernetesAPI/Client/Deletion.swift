/// What a delete did.
public enum Deletion: String, Sendable, Hashable {
    /// Gone.
    case deleted
    /// Marked; it goes when its finalizers are done (a Namespace: when everything in it is gone).
    case started
    /// There was no such object, or only another one of the same name.
    case absent
}

/// What becomes of the objects that the deleted one owns.
public enum Propagation: String, Sendable, Hashable {
    case background = "Background"
    case foreground = "Foreground"
    case orphan = "Orphan"
}
