/// Who wants to do what to which object.
struct AccessRequest: Sendable {
    let verb: String
    var group = ""
    var resource = ""
    var subresource = ""
    var namespace = ""
    var name = ""

    /// `deployments`, `deployments/status`.
    var resourcePath: String { subresource.isEmpty ? resource : "\(resource)/\(subresource)" }

    /// The 403 for a caller without the right.
    func refusal(user: String) -> APIError {
        let qualified = group.isEmpty ? resource : "\(resource).\(group)"
        let subject = name.isEmpty ? qualified : "\(qualified) \"\(name)\""
        let scope = namespace.isEmpty ? "at the cluster scope" : "in the namespace \"\(namespace)\""
        var details: [String: JSONValue] = ["kind": .string(resource)]
        if !name.isEmpty { details["name"] = .string(name) }
        if !group.isEmpty { details["group"] = .string(group) }
        return APIError(
            code: 403, reason: "Forbidden",
            message:
                "\(subject) is forbidden: User \"\(user)\" cannot \(verb) resource \"\(resourcePath)\" in API group "
                + "\"\(group)\" \(scope)", details: details)
    }
}
