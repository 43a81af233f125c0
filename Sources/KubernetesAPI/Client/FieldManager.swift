/// In whose name fields are applied. Leaving a field out of the next apply of the same manager removes it.
public struct FieldManager: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    /// - Parameter rawValue: at most 128 bytes of printable characters, not empty.
    public init(rawValue: String) {
        precondition(!rawValue.isEmpty && rawValue.utf8.count <= 128, "a field manager has 1 to 128 bytes")
        self.rawValue = rawValue
    }

    /// Owns everything Slipway states about an object.
    public static let slipway = FieldManager(rawValue: "slipway")
    /// Owns the reconcile token only, so that a re-apply of ``slipway`` never removes it.
    public static let slipwayReconcile = FieldManager(rawValue: "slipway-reconcile")
    /// Owns the suspension of failing sources only, so that a re-apply of ``slipway`` never ends one.
    public static let slipwayGuard = FieldManager(rawValue: "slipway-guard")
}
