/// kustomize.toolkit.fluxcd.io/v1 Kustomization: a folder that Flux applies.
public struct Kustomization: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "kustomize.toolkit.fluxcd.io", version: "v1", plural: "kustomizations", kind: "Kustomization")

    /// What to apply and how often.
    public struct Spec: Codable, Sendable, Hashable {
        /// A Go duration such as `1m`.
        public var interval: String
        public var path: String?
        public var prune: Bool
        public var sourceRef: SourceReference
        /// An atomic list: one field manager owns it whole.
        public var images: [Image]?
        /// Whom Flux impersonates.
        public var serviceAccountName: String?
        public var timeout: String?
        public var retryInterval: String?
        public var targetNamespace: String?
        public var wait: Bool?
        public var force: Bool?
        public var suspend: Bool?

        public init(
            interval: String, path: String? = nil, prune: Bool, sourceRef: SourceReference, images: [Image]? = nil,
            serviceAccountName: String? = nil, timeout: String? = nil, retryInterval: String? = nil,
            targetNamespace: String? = nil, wait: Bool? = nil, force: Bool? = nil, suspend: Bool? = nil
        ) {
            self.interval = interval
            self.path = path
            self.prune = prune
            self.sourceRef = sourceRef
            self.images = images
            self.serviceAccountName = serviceAccountName
            self.timeout = timeout
            self.retryInterval = retryInterval
            self.targetNamespace = targetNamespace
            self.wait = wait
            self.force = force
            self.suspend = suspend
        }
    }

    /// Where the files come from.
    public struct SourceReference: Codable, Sendable, Hashable {
        public var kind: String
        public var name: ObjectName
        public var namespace: NamespaceName?

        public init(kind: String = "GitRepository", name: ObjectName, namespace: NamespaceName? = nil) {
            self.kind = kind
            self.name = name
            self.namespace = namespace
        }
    }

    /// An image put in place of another.
    public struct Image: Codable, Sendable, Hashable {
        /// The image as the manifests name it.
        public var name: String
        public var newName: String?
        public var newTag: String?
        public var digest: String?

        public init(name: String, newName: String? = nil, newTag: String? = nil, digest: String? = nil) {
            self.name = name
            self.newName = newName
            self.newTag = newTag
            self.digest = digest
        }
    }

    /// What Flux did with it.
    public struct Status: Codable, Sendable, Hashable {
        /// -1: not processed yet.
        public var observedGeneration: Int?
        public var conditions: [Condition]?
        /// `<branch>@sha1:<commit>`.
        public var lastAppliedRevision: String?
        public var lastAttemptedRevision: String?
        /// The reconcile token last seen, also by passes that failed.
        public var lastHandledReconcileAt: String?
        public var inventory: Inventory?

        public init(
            observedGeneration: Int? = nil, conditions: [Condition]? = nil, lastAppliedRevision: String? = nil,
            lastAttemptedRevision: String? = nil, lastHandledReconcileAt: String? = nil, inventory: Inventory? = nil
        ) {
            self.observedGeneration = observedGeneration
            self.conditions = conditions
            self.lastAppliedRevision = lastAppliedRevision
            self.lastAttemptedRevision = lastAttemptedRevision
            self.lastHandledReconcileAt = lastHandledReconcileAt
            self.inventory = inventory
        }
    }

    /// What was applied last.
    public struct Inventory: Codable, Sendable, Hashable {
        /// One applied object.
        public struct Entry: Codable, Sendable, Hashable {
            /// `<namespace>_<name>_<group>_<kind>`.
            public var id: String
            /// The version of the group.
            public var v: String

            public init(id: String, v: String) {
                self.id = id
                self.v = v
            }
        }

        public var entries: [Entry]

        public init(entries: [Entry]) {
            self.entries = entries
        }
    }

    public var metadata: ObjectMeta<NamespaceName>
    /// Absent only in an object that something created by annotating a name that did not exist.
    public var spec: Spec?
    public var status: Status?

    public init(metadata: ObjectMeta<NamespaceName>, spec: Spec? = nil, status: Status? = nil) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }

    public mutating func removeStatus() {
        status = nil
    }
}
