import Foundation

extension KubernetesClient {
    /// Whom the cluster takes this client for (SelfSubjectReview, Kubernetes 1.28 and newer): `kubectl auth whoami`.
    public func whoAmI() async throws -> ClusterIdentity {
        let type = ResourceType(
            group: "authentication.k8s.io", version: "v1", plural: "selfsubjectreviews", kind: "SelfSubjectReview")
        let request = Request(
            call: Call(verb: .create, resource: type.description), method: .post,
            path: ResourcePath(type, namespace: nil).text(), body: try Self.encode(SelfReview()))
        let answer: SelfReviewAnswer = try decode(try await send(request), request.call)
        return answer.status.userInfo
    }

    /// The `Date` header of an answer that needs no right: `/version`.
    public func dateHeader() async throws -> String? {
        let call = Call(verb: .get, resource: "/version")
        return try await send(Request(call: call, method: .get, path: "/version")).date
    }
}

/// A user as the cluster knows it.
public struct ClusterIdentity: Codable, Sendable, Hashable {
    /// Such as `system:serviceaccount:slipway:slipway`.
    public var username: String
    public var groups: [String]?

    public init(username: String, groups: [String]? = nil) {
        self.username = username
        self.groups = groups
    }
}

private struct SelfReview: Encodable {
    var apiVersion = "authentication.k8s.io/v1"
    var kind = "SelfSubjectReview"
}

private struct SelfReviewAnswer: Decodable {
    struct Status: Decodable {
        var userInfo: ClusterIdentity
    }

    var status: Status
}
