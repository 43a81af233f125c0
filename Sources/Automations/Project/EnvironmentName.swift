/// The three environments of a project, in the order in which releases pass through them.
public enum EnvironmentName: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case development, staging, production

    public static func < (left: Self, right: Self) -> Bool { left.place < right.place }

    /// The environment a release must be healthy in before it may enter this one.
    public var previous: Self? {
        switch self {
        case .development: nil
        case .staging: .development
        case .production: .staging
        }
    }

    private var place: Int {
        switch self {
        case .development: 0
        case .staging: 1
        case .production: 2
        }
    }
}
