/// How the addresses of environments are checked.
public struct ReachabilityChoices: Sendable, Hashable {
    /// Requested although they are not public: the intranet where the environments are.
    public var allowed: [AddressRange]

    public init(allowed: [AddressRange] = []) {
        self.allowed = allowed
    }
}
