/// Which event a body can belong to, read off its top-level fields.
///
/// Headers are not signed. Whoever captured a signed body could send it again under another event's name, so the name
/// must fit the shape.
struct BodyShape: Decodable {
    let keys: Set<String>
    let action: String?
    /// `installation` has an account: only events about installations carry it.
    let describesInstallation: Bool

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        keys = Set(values.allKeys.map(\.stringValue))
        action = try? values.decodeIfPresent(String.self, forKey: Key(stringValue: "action"))
        let installation = try? values.nestedContainer(
            keyedBy: Key.self, forKey: Key(stringValue: "installation"))
        describesInstallation = installation?.contains(Key(stringValue: "account")) ?? false
    }

    // Many events are a repository, an action and one subject more. A repository event has no other subject.
    private static let repositoryKeys: Set<String> = [
        "action", "changes", "enterprise", "installation", "organization", "repository", "sender",
    ]

    /// The known event it is, or `nil`.
    var eventName: String? {
        if keys.isSuperset(of: ["hook_id", "hook"]), action == nil { return "ping" }
        if keys.contains("workflow_run"), action != nil { return "workflow_run" }
        if keys.isSuperset(of: ["repositories_added", "repositories_removed"]), describesInstallation {
            return "installation_repositories"
        }
        if keys.isSuperset(of: ["ref", "before", "after", "pusher", "repository"]), action == nil { return "push" }
        if describesInstallation, action != nil, !keys.contains("repository") { return "installation" }
        if keys.contains("repository"), action != nil, keys.isSubset(of: Self.repositoryKeys) { return "repository" }
        return nil
    }

    func require(_ name: String) throws(EventError) {
        let actual = eventName
        guard actual != name else { return }
        throw .shape(name: name, looksLike: actual.map { "a \"\($0)\" event" } ?? "another event")
    }
}
