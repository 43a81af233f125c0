/// A type of object the cluster serves.
struct ResourceType: Sendable {
    /// Tells types apart.
    struct ID: Sendable, Hashable, Comparable {
        let group: String
        let plural: String

        static func < (left: ID, right: ID) -> Bool { (left.group, left.plural) < (right.group, right.plural) }
    }

    let group: String
    let version: String
    let plural: String
    let kind: String
    let isNamespaced: Bool
    /// Defined by a CustomResourceDefinition: strict validation, another shape of lists, no creation by PUT.
    var isCustom = false
    /// Whether `/status` exists; then the main resource ignores `status`.
    var hasStatus = true
    /// Whether `metadata.generation` counts changes of the spec.
    var countsGenerations = false
    /// Whether a PUT of a missing object creates it.
    var createsOnPut = false
    let schema: Schema
    /// Fills in what the server fills in, on every write.
    var applyDefaults: @Sendable (inout JSONValue) -> Void = { _ in }
    /// Field selectors besides `metadata.name` and `metadata.namespace`.
    var selectableFields: [String] = []

    var id: ID { ID(group: group, plural: plural) }
    var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
    /// `gitrepositories.source.toolkit.fluxcd.io`, `secrets`.
    var qualifiedPlural: String { group.isEmpty ? plural : "\(plural).\(group)" }
    /// `GitRepository.source.toolkit.fluxcd.io`, `Secret`.
    var qualifiedKind: String { group.isEmpty ? kind : "\(kind).\(group)" }
    /// As typed patch errors name it: `source.toolkit.fluxcd.io/v1, Kind=GitRepository`; `/v1, Kind=Secret`.
    var schemaName: String { "\(group)/\(version), Kind=\(kind)" }

    func details(name: String, byKind: Bool = false) -> [String: JSONValue] {
        var details: [String: JSONValue] = ["kind": .string(byKind ? kind : plural)]
        if !name.isEmpty { details["name"] = .string(name) }
        if !group.isEmpty { details["group"] = .string(group) }
        return details
    }
}
