/// The three environments of every project, in the order a release visits them.
public enum EnvironmentName: String, Codable, Sendable, CaseIterable, Comparable {
    case development, staging, production

    /// The environments a release visits before this one.
    public var before: [EnvironmentName] {
        Self.allCases.filter { $0 < self }
    }

    /// The environments a release visits after this one.
    public var after: [EnvironmentName] {
        Self.allCases.filter { $0 > self }
    }

    public static func < (left: EnvironmentName, right: EnvironmentName) -> Bool {
        left.position < right.position
    }

    private var position: Int {
        switch self {
        case .development: 0
        case .staging: 1
        case .production: 2
        }
    }
}
