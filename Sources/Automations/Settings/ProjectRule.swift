/// Which repositories become projects, and with which template.
public struct ProjectRule: Sendable, Hashable {
    /// Glob over the full name, e.g. `acme/web-*`.
    public var match: Glob
    /// If given, the repository must carry this topic too.
    public var topic: String?
    public var template: String
    /// Of its projects, beside what the configuration says of all.
    public var limits: LimitsChoice

    public init(match: String, topic: String? = nil, template: String, limits: LimitsChoice = LimitsChoice()) {
        self.match = Glob(match)
        self.topic = topic
        self.template = template
        self.limits = limits
    }

    /// Whether a repository of this name and these topics falls under the rule.
    public func covers(fullName: String, topics: [String]) -> Bool {
        guard match.matches(fullName) else { return false }
        guard let topic else { return true }
        return topics.contains { $0.lowercased() == topic.lowercased() }
    }
}

extension [ProjectRule] {
    /// The first rule that covers the repository.
    public func first(covering fullName: String, topics: [String]) -> ProjectRule? {
        first { $0.covers(fullName: fullName, topics: topics) }
    }

    /// Whether some rule asks for a topic and would cover the repository if it had it: then a topic that comes later
    /// matters, and topics that are unknown must be asked for.
    public func dependsOnTopics(of fullName: String) -> Bool {
        contains { $0.topic != nil && $0.match.matches(fullName) }
    }
}
