/// What was asked of the cluster: for errors, logs and metrics.
public struct Call: Sendable, Hashable, CustomStringConvertible {
    public enum Verb: String, Sendable, Hashable, CaseIterable {
        case apply, annotate, create, get, list, watch, delete

        /// True if the request can change the cluster.
        public var isWrite: Bool { self == .apply || self == .annotate || self == .delete }
    }

    public let verb: Verb
    /// The type, `gitrepositories.source.toolkit.fluxcd.io`, or a path such as `/version`.
    public let resource: String
    public let namespace: NamespaceName?
    public let name: ObjectName?
    /// True if bodies hold secrets.
    let isConfidential: Bool

    init(
        verb: Verb, resource: String, namespace: NamespaceName? = nil, name: ObjectName? = nil,
        isConfidential: Bool = false
    ) {
        self.verb = verb
        self.resource = resource
        self.namespace = namespace
        self.name = name
        self.isConfidential = isConfidential
    }

    /// As a person would say it: `apply secrets/git-auth in namespace shop`.
    public var description: String {
        let object = name.map { "\(resource)/\($0)" } ?? resource
        return namespace.map { "\(verb) \(object) in namespace \($0)" } ?? "\(verb) \(object)"
    }
}
