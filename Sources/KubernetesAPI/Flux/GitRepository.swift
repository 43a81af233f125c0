/// source.toolkit.fluxcd.io/v1 GitRepository: a branch that Flux fetches.
public struct GitRepository: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "source.toolkit.fluxcd.io", version: "v1", plural: "gitrepositories", kind: "GitRepository")

    /// What to fetch and how often.
    public struct Spec: Codable, Sendable, Hashable {
        /// `http`, `https` or `ssh`.
        public var url: String
        public var ref: Reference?
        /// A Go duration such as `1m`.
        public var interval: String
        /// `60s` when absent.
        public var timeout: String?
        /// A Secret with `username` and `password`.
        public var secretRef: LocalReference?
        /// A Secret with `address`, and perhaps `username` and `password`; since source-controller 1.1 (Flux 2.1).
        public var proxySecretRef: LocalReference?
        public var suspend: Bool?

        public init(
            url: String, ref: Reference? = nil, interval: String, timeout: String? = nil,
            secretRef: LocalReference? = nil, proxySecretRef: LocalReference? = nil, suspend: Bool? = nil
        ) {
            self.url = url
            self.ref = ref
            self.interval = interval
            self.timeout = timeout
            self.secretRef = secretRef
            self.proxySecretRef = proxySecretRef
            self.suspend = suspend
        }
    }

    /// Which revision to fetch.
    public struct Reference: Codable, Sendable, Hashable {
        public var branch: String?
        public var tag: String?
        public var semver: String?
        public var name: String?
        public var commit: String?

        public init(
            branch: String? = nil, tag: String? = nil, semver: String? = nil, name: String? = nil,
            commit: String? = nil
        ) {
            self.branch = branch
            self.tag = tag
            self.semver = semver
            self.name = name
            self.commit = commit
        }
    }

    /// What Flux did with it.
    public struct Status: Codable, Sendable, Hashable {
        /// -1: not processed yet.
        public var observedGeneration: Int?
        public var conditions: [Condition]?
        public var artifact: Artifact?
        /// The reconcile token last seen, also by passes that failed.
        public var lastHandledReconcileAt: String?

        public init(
            observedGeneration: Int? = nil, conditions: [Condition]? = nil, artifact: Artifact? = nil,
            lastHandledReconcileAt: String? = nil
        ) {
            self.observedGeneration = observedGeneration
            self.conditions = conditions
            self.artifact = artifact
            self.lastHandledReconcileAt = lastHandledReconcileAt
        }
    }

    /// What was fetched last.
    public struct Artifact: Codable, Sendable, Hashable {
        /// `<branch>@sha1:<commit>`.
        public var revision: String
        public var digest: String?
        public var path: String?
        public var url: String?
        public var lastUpdateTime: Time?

        public init(
            revision: String, digest: String? = nil, path: String? = nil, url: String? = nil,
            lastUpdateTime: Time? = nil
        ) {
            self.revision = revision
            self.digest = digest
            self.path = path
            self.url = url
            self.lastUpdateTime = lastUpdateTime
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
