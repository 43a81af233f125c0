import Storage

/// How the set-up of a repository went, or how far it is.
public struct SetUpStory: Sendable, Hashable {
    public var state: StateSign
    /// 0 to 100.
    public var percent: Int
    public var stages: [StageStory]
    /// Seconds from the delivery to the end; `nil` while it is under way.
    public var took: Double?
    /// Files of the template that the repository already had and that were not changed.
    public var withheld: [String]
    public var template: String
    /// What exists in the cluster now.
    public var objects: [CreatedObject]
    public var trouble: Trouble?

    public init(
        state: StateSign, percent: Int, stages: [StageStory] = [], took: Double? = nil, withheld: [String] = [],
        template: String, objects: [CreatedObject] = [], trouble: Trouble? = nil
    ) {
        self.state = state
        self.percent = percent
        self.stages = stages
        self.took = took
        self.withheld = withheld
        self.template = template
        self.objects = objects
        self.trouble = trouble
    }
}

/// One recorded stage of a set-up.
public struct StageStory: Sendable, Hashable {
    public var sign: StateSign
    /// Markdown of ours, e.g. "Template `nextjs-15-app` rendered (23 files)".
    public var text: String

    public init(_ sign: StateSign, _ text: String) {
        self.sign = sign
        self.text = text
    }
}

/// A Kubernetes object that the set-up created.
public struct CreatedObject: Sendable, Hashable {
    public var kind: String
    public var name: String
    /// `nil` for a namespace.
    public var namespace: String?

    public init(kind: String, name: String, namespace: String?) {
        self.kind = kind
        self.name = name
        self.namespace = namespace
    }

    var command: String {
        let place = namespace.map { " -n \($0)" } ?? ""
        return "kubectl get\(place) \(kind.lowercased()) \(name)"
    }
}
