/// Which event a body can belong to, read off its top-level fields.
///
/// Headers are not signed. Whoever captured a signed body could send it again under another event's name, so the name
/// must fit the shape.
struct BodyShape: Decodable {
    let keys: Set<String>
    /// Nil also where it is no word.
    let action: String?
    private let hasAction: Bool
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
        let word = try? values.decodeIfPresent(String.self, forKey: Key(stringValue: "action"))
        hasAction = word != nil
        action = word.flatMap { $0.isLine(ofAtMost: 60) ? $0 : nil }
        let installation = try? values.nestedContainer(
            keyedBy: Key.self, forKey: Key(stringValue: "installation"))
        describesInstallation = installation?.contains(Key(stringValue: "account")) ?? false
    }

    // Many events are a repository, an action and one subject more. A repository event has no other subject.
    private static let repositoryKeys: Set<String> = [
        "action", "changes", "enterprise", "installation", "organization", "repository", "sender",
    ]

    // Subjects of events that carry a workflow run besides.
    private static let besidesWorkflowRun: Set<String> = [
        "approver", "check_run", "deployment", "deployment_status", "requestor", "review", "reviewers", "workflow_job",
    ]

    /// The known event it is, or `nil`.
    var eventName: String? {
        if !hasAction { return nameWithoutAction }
        if keys.contains("workflow_run"), keys.isDisjoint(with: Self.besidesWorkflowRun) { return "workflow_run" }
        if keys.contains("repository") { return keys.isSubset(of: Self.repositoryKeys) ? "repository" : nil }
        guard describesInstallation else { return nil }
        return keys.contains("repositories_added") ? "installation_repositories" : "installation"
    }

    private var nameWithoutAction: String? {
        if keys.isSuperset(of: ["hook_id", "hook"]) { return "ping" }
        return keys.isSuperset(of: ["ref", "before", "after", "pusher", "repository"]) ? "push" : nil
    }

    func require(_ name: String) throws(EventError) {
        let actual = eventName
        guard actual != name else { return }
        throw .shape(name: name, looksLike: actual.map { "a \"\($0)\" event" } ?? another)
    }

    // Names what is unusual, so that the reader knows which event it is.
    private var another: String {
        let unusual = keys.subtracting(Self.repositoryKeys).filter { $0.isLine(ofAtMost: 40) }.sorted().prefix(3)
        guard !unusual.isEmpty else { return "another event" }
        return "another event (it has " + unusual.map { "\"\($0)\"" }.joined(separator: ", ") + ")"
    }
}
