/// Who owns which fields of an object: `metadata.managedFields`.
struct ManagedFields: Sendable, Hashable {
    /// An owner. The same name by apply and by update is two owners.
    struct Owner: Sendable, Hashable {
        let manager: String
        let isApply: Bool
        let apiVersion: String
        var subresource = ""
    }

    struct Entry: Sendable, Hashable {
        var fields: FieldSet
        var time: String
    }

    var entries: [Owner: Entry] = [:]

    /// What all owners but this one own.
    func others(than owner: Owner) -> FieldSet {
        entries.filter { $0.key != owner }.values.reduce(FieldSet()) { $0.union($1.fields) }
    }

    /// Takes fields away from everyone but this owner.
    mutating func takeAway(_ fields: FieldSet, exceptFrom owner: Owner?) {
        for (other, entry) in entries where other != owner {
            let rest = entry.fields.subtracting(fields)
            guard rest != entry.fields else { continue }
            entries[other] = rest.isEmpty ? nil : Entry(fields: rest, time: entry.time)
        }
    }

    /// Sets what an owner owns; an owner of nothing vanishes. The time moves only when the fields do or `touched` says
    /// so.
    mutating func set(_ fields: FieldSet, of owner: Owner, time: String, touched: Bool) {
        if fields.isEmpty {
            entries[owner] = nil
        } else if touched || entries[owner]?.fields != fields {
            entries[owner] = Entry(fields: fields, time: time)
        }
    }

    /// As in `metadata.managedFields`: applies first, then by time and name.
    var json: JSONValue {
        let sorted = entries.sorted { left, right in
            if left.key.isApply != right.key.isApply { return left.key.isApply }
            return (left.value.time, left.key.manager, left.key.subresource)
                < (right.value.time, right.key.manager, right.key.subresource)
        }
        return .array(
            sorted.map { owner, entry in
                var json: JSONValue = [
                    "manager": .string(owner.manager), "operation": owner.isApply ? "Apply" : "Update",
                    "apiVersion": .string(owner.apiVersion), "time": .string(entry.time), "fieldsType": "FieldsV1",
                    "fieldsV1": entry.fields.json,
                ]
                if !owner.subresource.isEmpty { json["subresource"] = .string(owner.subresource) }
                return json
            })
    }

    /// The 409 of an apply whose values differ from what others own.
    static func conflict(_ fields: [(owner: Owner, path: [PathElement])]) -> APIError {
        let causes = fields.map { owner, path in
            FieldCause(
                reason: "FieldManagerConflict", message: "conflict with \(owner.described)", field: path.described)
        }
        let text =
            fields.count == 1
            ? "conflict with \(fields[0].owner.described): \(fields[0].path.described)" : grouped(fields)
        return APIError(
            code: 409, reason: "Conflict",
            message: "Apply failed with \(fields.count) conflict\(fields.count == 1 ? "" : "s"): \(text)", details: [:],
            causes: causes)
    }

    private static func grouped(_ fields: [(owner: Owner, path: [PathElement])]) -> String {
        var owners: [Owner] = []
        for field in fields where !owners.contains(field.owner) { owners.append(field.owner) }
        return owners.map { owner in
            let paths = fields.filter { $0.owner == owner }.map { "\n- \($0.path.described)" }.joined()
            return "conflicts with \(owner.described):\(paths)"
        }.joined(separator: "\n")
    }
}

extension ManagedFields.Owner {
    /// As in the text of a conflict.
    var described: String {
        var text = "\"\(manager)\""
        if !subresource.isEmpty { text += " with subresource \"\(subresource)\"" }
        if !isApply { text += " using \(apiVersion)" }
        return text
    }
}
