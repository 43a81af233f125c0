/// A write as it reaches the store: what, where, by whom.
struct WriteRequest: Sendable {
    let type: ResourceType
    var namespace = ""
    var name = ""
    var manager: String
    /// Empty, or `status`.
    var subresource = ""
    var isDryRun = false
    /// `Strict` refuses unknown fields, `Warn` takes them away and says so, `Ignore` takes them away.
    var validation = "Warn"
    /// Whether the caller may create the object, should it be missing.
    var mayCreate: @Sendable () -> APIError? = { nil }

    var key: ClusterStore.Key { ClusterStore.Key(namespace: namespace, name: name) }
    var isStatus: Bool { subresource == "status" }
}

/// How a write ended.
struct WriteOutcome: Sendable {
    let object: JSONValue
    var isNew = false
    /// Texts for `Warning` headers.
    var warnings: [String] = []
}
