/// What a token may do: permission names and `read`, `write` or `admin`, as GitHub spells them.
public struct Permissions: Sendable, Hashable {
    public let levels: [String: String]

    public init(_ levels: [String: String]) {
        self.levels = levels
    }

    /// What Slipway needs on a project's repository. `workflows` is for files under `.github/workflows/`.
    public static let project = Permissions([
        "actions": "read", "contents": "write", "deployments": "write", "metadata": "read", "statuses": "write",
        "workflows": "write",
    ])

    /// What Flux needs to fetch the repository.
    public static let fetch = Permissions(["contents": "read", "metadata": "read"])

    /// What both sides hold, at the lower level: the most a token for `self` can get from `granted`.
    func limited(to granted: Permissions) -> Permissions {
        var common: [String: String] = [:]
        for (name, level) in levels {
            guard let limit = granted.levels[name] else { continue }
            common[name] = Self.rank(level) <= Self.rank(limit) ? level : limit
        }
        return Permissions(common)
    }

    /// What of this `granted` does not cover.
    public func lacking(in granted: Permissions) -> Permissions {
        Permissions(
            levels.filter { name, level in
                granted.levels[name].map { Self.rank($0) < Self.rank(level) } ?? true
            })
    }

    private static func rank(_ level: String) -> Int {
        ["read", "write", "admin"].firstIndex(of: level) ?? 0
    }
}

extension Permissions: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([String: String].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(levels)
    }
}
