/// What a GitRepository or a Kustomization says of itself: the facts that decide whether a reconcile token was answered.
public struct FluxObservation: Sendable, Hashable {
    /// One entry of `status.conditions`.
    public struct Condition: Sendable, Hashable {
        public var type: String
        public var isTrue: Bool
        public var reason: String
        public var message: String

        public init(type: String, isTrue: Bool, reason: String = "", message: String = "") {
            self.type = type
            self.isTrue = isTrue
            self.reason = reason
            self.message = message
        }
    }

    /// `GitRepository` or `Kustomization`.
    public var kind: String
    public var generation: Int64
    public var isSuspended: Bool
    /// The annotation `reconcile.fluxcd.io/requestedAt`.
    public var requestedAt: String?
    /// `status.lastHandledReconcileAt`. Failed and suspended passes write it too, so it never means success.
    public var lastHandled: String?
    /// `status.observedGeneration`; −1 and absent both mean that Flux has not looked yet.
    public var observedGeneration: Int64?
    public var conditions: [Condition]
    /// The artifact's revision of a source, the last applied one of a Kustomization; e.g. `main@sha1:<commit>`.
    public var revision: String?

    public init(
        kind: String,
        generation: Int64,
        isSuspended: Bool = false,
        requestedAt: String? = nil,
        lastHandled: String? = nil,
        observedGeneration: Int64? = nil,
        conditions: [Condition] = [],
        revision: String? = nil
    ) {
        self.kind = kind
        self.generation = generation
        self.isSuspended = isSuspended
        self.requestedAt = requestedAt
        self.lastHandled = lastHandled
        self.observedGeneration = observedGeneration
        self.conditions = conditions
        self.revision = revision
    }

    /// The commit of ``revision``: what follows the last `:` of `main@sha1:3f2a1bc…`.
    public var commit: String? {
        guard let revision, let colon = revision.lastIndex(of: ":") else { return nil }
        let commit = revision[revision.index(after: colon)...]
        return commit.isEmpty ? nil : String(commit)
    }

    func condition(_ type: String) -> Condition? {
        conditions.first { $0.type == type }
    }
}
