import Foundation

extension KubernetesClient {
    /// Asks the cluster whether this user may do something (SelfSubjectAccessReview).
    ///
    /// A yes says nothing about the type being installed, and admission rules can still refuse.
    ///
    /// - Parameters:
    ///   - verb: as RBAC names it: `get`, `list`, `watch`, `create`, `patch`, `delete` … An apply needs `patch`, and
    ///     `create` where the object does not exist yet.
    ///   - namespace: nil for all namespaces, or for types that belong to none.
    public func mayI(
        _ verb: String, _ resource: ResourceType, subresource: String? = nil, name: ObjectName? = nil,
        in namespace: NamespaceName? = nil
    ) async throws -> AccessDecision {
        let attributes = AccessReview.Attributes(
            namespace: namespace?.text, verb: verb, group: resource.group, resource: resource.plural,
            subresource: subresource, name: name?.text)
        let review = AccessReview(spec: .init(resourceAttributes: attributes))
        let type = ResourceType(
            group: "authorization.k8s.io", version: "v1", plural: "selfsubjectaccessreviews",
            kind: "SelfSubjectAccessReview")
        let request = Request(
            call: Call(verb: .create, resource: type.description), method: .post,
            path: ResourcePath(type, namespace: nil).text(), body: try Self.encode(review))
        let answer: AccessReviewAnswer = try decode(try await send(request), request.call)
        return answer.status
    }
}

/// What an access review answered.
public struct AccessDecision: Codable, Sendable, Hashable {
    public var allowed: Bool
    /// Such as the binding that allows it; often absent.
    public var reason: String?
    /// Why the decision may be incomplete.
    public var evaluationError: String?
}

/// authorization.k8s.io/v1 SelfSubjectAccessReview.
private struct AccessReview: Encodable {
    struct Spec: Encodable {
        var resourceAttributes: Attributes
    }

    struct Attributes: Encodable {
        var namespace: String?
        var verb: String
        var group: String?
        var resource: String
        var subresource: String?
        var name: String?
    }

    var apiVersion = "authorization.k8s.io/v1"
    var kind = "SelfSubjectAccessReview"
    var spec: Spec
}

private struct AccessReviewAnswer: Decodable {
    var status: AccessDecision
}
