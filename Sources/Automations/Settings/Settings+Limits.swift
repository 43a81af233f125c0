extension Settings {
    /// The limits of a project: what the configuration says of all, and what the rule says that covers it.
    public func limits(of project: ProjectIdentity) -> Limits {
        rule(of: project).map { limits.with($0.limits) } ?? limits
    }

    /// The rule that covers a project now. Its topics are those it had when it was set up; where they are not recorded,
    /// a rule with its template that asks for one is taken to have covered it.
    func rule(of project: ProjectIdentity) -> ProjectRule? {
        if let topics = project.topics { return rules.first(covering: project.fullName, topics: topics) }
        return rules.first { rule in
            rule.match.matches(project.fullName) && (project.template == nil || rule.template == project.template)
        }
    }

    /// Every set of limits that some project may have, for what they have in common.
    var allLimits: [Limits] { [limits] + rules.map { limits.with($0.limits) } }
}

extension Limits {
    /// Fields of an environment's objects that are stated only where these limits ask for them: paths as in
    /// ``ExpectedFields``.
    private var optionalFields: Set<String> {
        var fields = Set(Set(quota.keys).subtracting(Limits().quota.keys).map { "spec.hard.\($0)" })
        if podSecurity.audit != nil { fields.insert("metadata.labels.pod-security.kubernetes.io/audit") }
        return fields
    }

    /// Those of these limits and of others together: what one environment may have to have.
    static func union(_ all: [Limits]) -> Limits {
        all.reduce(into: Limits()) { union, one in
            union.quota.merge(one.quota) { known, _ in known }
            union.podSecurity.audit = union.podSecurity.audit ?? one.podSecurity.audit
        }
    }

    /// Whether an environment with these limits has to have what stands at a path of one of its objects.
    func states(_ path: String, among all: Limits) -> Bool {
        !all.optionalFields.contains(path) || optionalFields.contains(path)
    }
}
