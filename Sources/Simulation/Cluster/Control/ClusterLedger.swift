import Foundation

/// A request the simulated cluster received, in the words of Kubernetes, with how it ended.
public struct ClusterRequest: Sendable, Hashable {
    /// 1 for the first since the cluster started, in the order they ended.
    public let number: Int
    public let time: Date
    /// `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; a lower-case HTTP method
    /// outside the API.
    public let verb: String
    /// Empty for the core group.
    public let group: String
    /// The plural, such as `gitrepositories`; empty outside the API.
    public let resource: String
    public let subresource: String
    public let namespace: String
    public let name: String
    public let fieldManager: String
    public let path: String
    public let user: String
    /// The body as it was sent; empty if there was none.
    public let body: Data
    /// The HTTP status; `nil` if the connection was closed without an answer.
    public let status: Int?
}

/// Something that really changed in the simulated cluster.
public struct ClusterEffect: Sendable, Hashable {
    public enum Change: String, Sendable, Hashable {
        case created, changed, deleted
    }

    public let change: Change
    public let kind: String
    public let namespace: String
    public let name: String
    /// Who did it: a field manager, or the name of a controller.
    public let manager: String
    /// The version the object has since.
    public let resourceVersion: Int
}
