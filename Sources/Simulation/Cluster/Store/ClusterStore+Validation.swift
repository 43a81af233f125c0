import Foundation

extension ClusterStore {
    /// What the server refuses with 422 after defaults, and what it cannot convert (500).
    func validate(_ object: JSONValue, live: JSONValue?, type: ResourceType) throws(APIError) {
        if live == nil, let cause = nameViolation(object.name, type: type) {
            throw .invalid(type, object.name, [cause])
        }
        let labels = LabelRule.violations(in: object)
        if !labels.isEmpty { throw .invalid(type, object.name, labels) }
        if let live, live.isBeingDeleted { try checkNoNewFinalizers(object, live: live, type: type) }
        if type.isCustom {
            let causes = type.schema.violations(in: object).sorted { $0.field < $1.field }
            if !causes.isEmpty { throw .invalid(type, object.name, causes + extraCause(causes)) }
            try checkRules(object, type: type)
            return
        }
        switch type.kind {
        case "Secret": try validateSecret(object, live: live, type: type)
        case "ResourceQuota": try validateQuota(object, type: type)
        case "RoleBinding": try validateRoleReference(object, live: live, type: type)
        case "Deployment": try validateDeployment(object, live: live, type: type)
        default: break
        }
    }

    /// Rules of a definition that are more than a schema; such a rule gives no quoted value.
    private func checkRules(_ object: JSONValue, type: ResourceType) throws(APIError) {
        guard type.kind == "GitRepository", object["spec", "serviceAccountName"] != nil,
            !["aws", "azure"].contains(object["spec", "provider"]?.string)
        else { return }
        let text = "serviceAccountName can only be set when provider is 'azure' or 'aws'"
        throw .invalid(
            type, object.name,
            [FieldCause(reason: "FieldValueInvalid", message: "Invalid value: \(text)", field: "spec")])
    }

    /// The server adds a last cause when required fields or types were wrong, so that rules could not be checked.
    private func extraCause(_ causes: [FieldCause]) -> [FieldCause] {
        let onlyPatterns = causes.count == 1 && causes[0].reason == "FieldValueInvalid"
        return onlyPatterns ? [] : [.rulesNotChecked]
    }

    private func nameViolation(_ name: String, type: ResourceType) -> FieldCause? {
        let isLabel = ["Namespace", "Service"].contains(type.kind)
        let isFree = type.group == "rbac.authorization.k8s.io"
        let label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
        let pattern = isLabel ? label : label + #"(\."# + label + ")*"
        let longest = isLabel ? 63 : 253
        if name.utf8.count > longest {
            return .invalid("metadata.name", value: .string(name), "must be no more than \(longest) characters")
        }
        if isFree || name.range(of: "^" + pattern + "$", options: .regularExpression) != nil { return nil }
        let text =
            isLabel
            ? "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must "
                + "start and "
                + "end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for "
                + "validation is '\(pattern)')"
            : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
                + "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation "
                + "is '\(pattern)')"
        return .invalid("metadata.name", value: .string(name), text)
    }

    private func checkNoNewFinalizers(
        _ object: JSONValue, live: JSONValue, type: ResourceType
    ) throws(APIError) {
        let new = object.finalizers.filter { !live.finalizers.contains($0) }
        guard !new.isEmpty else { return }
        let list = new.map { "\"\($0)\"" }.joined(separator: ", ")
        let cause = FieldCause.forbidden(
            "metadata.finalizers",
            "no new finalizers can be added if the object is being deleted, found new finalizers []string{\(list)}")
        throw .invalid(type, object.name, type.isCustom ? [cause, cause] : [cause])
    }

    private func validateQuota(_ object: JSONValue, type: ResourceType) throws(APIError) {
        for value in (object["spec", "hard"]?.object ?? [:]).values where Quantity(value) == nil {
            throw .serverError(
                "failed to convert new object (\(object.namespace)/\(object.name); /v1, Kind=ResourceQuota) to proper "
                    + "version: unable to convert unstructured object to /v1, Kind=ResourceQuota: quantities "
                    + "must match the "
                    + "regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
        }
    }

    private func validateRoleReference(_ object: JSONValue, live: JSONValue?, type: ResourceType) throws(APIError) {
        guard let live, live["roleRef"] != object["roleRef"] else { return }
        func text(_ field: String) -> String { object["roleRef", field]?.string ?? "" }
        let value = "{\"APIGroup\":\"\(text("apiGroup"))\",\"Kind\":\"\(text("kind"))\",\"Name\":\"\(text("name"))\"}"
        throw .invalid(
            type, object.name,
            [
                FieldCause(
                    reason: "FieldValueInvalid", message: "Invalid value: \(value): cannot change roleRef",
                    field: "roleRef")
            ])
    }

    private func validateDeployment(_ object: JSONValue, live: JSONValue?, type: ResourceType) throws(APIError) {
        var causes: [FieldCause] = []
        let selector = object["spec", "selector", "matchLabels"]?.strings ?? [:]
        if object["spec", "selector"] == nil { causes.append(.required("spec.selector")) }
        if object.list("spec", "template", "spec", "containers").isEmpty {
            causes.append(.required("spec.template.spec.containers"))
        }
        let labels = object["spec", "template", "metadata", "labels"]?.strings ?? [:]
        if selector.contains(where: { labels[$0.key] != $0.value }) {
            causes.append(
                .invalid(
                    "spec.template.metadata.labels", value: .strings(labels),
                    "`selector` does not match template `labels`"))
        }
        if let live, live["spec", "selector"] != object["spec", "selector"] {
            causes.append(.invalid("spec.selector", value: object["spec", "selector"] ?? .null, FieldCause.immutable))
        }
        if !causes.isEmpty { throw .invalid(type, object.name, causes) }
    }
}
