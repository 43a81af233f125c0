/// An answer that is not a success: a `Status` of the Kubernetes API, or plain text.
struct APIError: Error, Sendable {
    let code: Int
    var reason: String?
    var message: String
    /// `details` without the causes; `nil` leaves `details` out.
    var details: [String: JSONValue]?
    var causes: [FieldCause] = []
    var listMetadata: JSONValue = [:]
    /// Plain text instead of a Status.
    var plainText: String?

    /// The body of the answer as a `Status`.
    var status: JSONValue {
        var status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": listMetadata, "status": "Failure",
            "message": .string(message), "code": .int(code),
        ]
        if let reason { status["reason"] = .string(reason) }
        if var details {
            if !causes.isEmpty { details["causes"] = .array(causes.map(\.json)) }
            status["details"] = .object(details)
        }
        return status
    }
}

extension APIError {
    static let typeNotServed = APIError(code: 404, message: "", plainText: "404 page not found\n")
    static let unauthorized = APIError(code: 401, reason: "Unauthorized", message: "Unauthorized")

    static func badRequest(_ message: String) -> APIError {
        APIError(code: 400, reason: "BadRequest", message: message)
    }

    static func serverError(_ message: String) -> APIError { APIError(code: 500, message: message) }

    static func notFound(_ type: ResourceType, _ name: String) -> APIError {
        APIError(
            code: 404, reason: "NotFound", message: "\(type.qualifiedPlural) \"\(name)\" not found",
            details: type.details(name: name))
    }

    static func alreadyExists(_ type: ResourceType, _ name: String, beingDeleted: Bool) -> APIError {
        APIError(
            code: 409, reason: "AlreadyExists",
            message: (beingDeleted ? "object is being deleted: " : "")
                + "\(type.qualifiedPlural) \"\(name)\" already exists", details: type.details(name: name))
    }

    static func conflict(_ type: ResourceType, _ name: String, _ text: String, byKind: Bool = false) -> APIError {
        let label = byKind ? type.qualifiedKind : type.qualifiedPlural
        return APIError(
            code: 409, reason: "Conflict", message: "Operation cannot be fulfilled on \(label) \"\(name)\": \(text)",
            details: type.details(name: name, byKind: byKind))
    }

    static func modified(_ type: ResourceType, _ name: String) -> APIError {
        conflict(
            type, name,
            "the object has been modified; please apply your changes to the latest version and try again")
    }

    static func forbidden(_ type: ResourceType, _ name: String, _ text: String) -> APIError {
        let subject = name.isEmpty ? type.qualifiedPlural : "\(type.qualifiedPlural) \"\(name)\""
        return APIError(
            code: 403, reason: "Forbidden", message: "\(subject) is forbidden: \(text)",
            details: type.details(name: name))
    }

    static func invalid(_ type: ResourceType, _ name: String, _ causes: [FieldCause], byPlural: Bool = false)
        -> APIError
    {
        let label = byPlural ? type.qualifiedPlural : type.qualifiedKind
        let texts = causes.map { "\($0.field): \($0.message)" }
        let unique = texts.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let text = unique.count == 1 ? unique[0] : "[\(unique.joined(separator: ", "))]"
        return APIError(
            code: 422, reason: "Invalid", message: "\(label) \"\(name)\" is invalid: \(text)",
            details: type.details(name: name, byKind: !byPlural), causes: causes)
    }

    /// Wrong parameters of a request, such as a missing `fieldManager`.
    static func invalidOptions(_ kind: String, _ causes: [FieldCause]) -> APIError {
        let texts = causes.map { "\($0.field): \($0.message)" }
        let text = texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
        return APIError(
            code: 422, reason: "Invalid", message: "\(kind).meta.k8s.io \"\" is invalid: \(text)",
            details: ["group": "meta.k8s.io", "kind": .string(kind)], causes: causes)
    }

    static func expired(_ message: String) -> APIError { APIError(code: 410, reason: "Expired", message: message) }
}
