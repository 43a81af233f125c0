/// A type of object as the API names it.
public struct ResourceType: Sendable, Hashable, CustomStringConvertible {
    /// The API group; empty for the core group.
    public let group: String
    /// The version within the group, such as `v1`.
    public let version: String
    /// The name in paths, such as `gitrepositories`.
    public let plural: String
    /// The name in bodies, such as `GitRepository`.
    public let kind: String

    public init(group: String, version: String, plural: String, kind: String) {
        self.group = group
        self.version = version
        self.plural = plural
        self.kind = kind
    }

    /// `apiVersion` of a body: `v1`, or `group/version`.
    public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// As kubectl takes it: `secrets`, `gitrepositories.source.toolkit.fluxcd.io`.
    public var description: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// The path of the group's version, which lists its types.
    public var groupVersionPath: String { group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)" }
}
