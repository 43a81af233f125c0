import KubernetesAPI

/// What a GitRepository or a Kustomization says of itself: the facts that decide whether a reconcile token was answered.
public struct FluxObservation: Sendable, Hashable {
    /// `GitRepository` or `Kustomization`.
    public var kind: String
    public var generation: Int
    public var isSuspended: Bool
    /// The annotation `reconcile.fluxcd.io/requestedAt`.
    public var requestedAt: String?
    /// `status.lastHandledReconcileAt`. Failed and suspended passes write it too, so it never means success.
    public var lastHandled: String?
    /// `status.observedGeneration`; −1 and absent both mean that Flux has not looked yet.
    public var observedGeneration: Int?
    public var conditions: [Condition]
    /// The artifact's revision of a source, the last applied one of a Kustomization; e.g. `main@sha1:<commit>`.
    public var revision: String?

    public init(
        kind: String, generation: Int, isSuspended: Bool = false, requestedAt: String? = nil,
        lastHandled: String? = nil, observedGeneration: Int? = nil, conditions: [Condition] = [],
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

    public init(_ source: GitRepository) {
        self.init(
            kind: GitRepository.resource.kind,
            generation: source.metadata.generation ?? 0,
            isSuspended: source.spec?.suspend ?? false,
            requestedAt: source.metadata.annotations[ReconcileToken.annotation],
            lastHandled: source.status?.lastHandledReconcileAt,
            observedGeneration: source.status?.observedGeneration,
            conditions: source.status?.conditions ?? [],
            revision: source.status?.artifact?.revision)
    }

    public init(_ kustomization: Kustomization) {
        self.init(
            kind: Kustomization.resource.kind,
            generation: kustomization.metadata.generation ?? 0,
            isSuspended: kustomization.spec?.suspend ?? false,
            requestedAt: kustomization.metadata.annotations[ReconcileToken.annotation],
            lastHandled: kustomization.status?.lastHandledReconcileAt,
            observedGeneration: kustomization.status?.observedGeneration,
            conditions: kustomization.status?.conditions ?? [],
            revision: kustomization.status?.lastAppliedRevision)
    }

    /// - Parameter kind: `GitRepository` or `Kustomization`.
    public init(_ object: ObservedObject, kind: String) {
        self.init(
            kind: kind, generation: object.generation, isSuspended: object.isSuspended,
            requestedAt: object.annotations[ReconcileToken.annotation],
            lastHandled: object.status.lastHandledReconcileAt, observedGeneration: object.status.observedGeneration,
            conditions: object.status.conditions, revision: object.status.revision)
    }

    /// The commit of ``revision``: what follows the last `:` of `main@sha1:3f2a1bc…`.
    public var commit: String? {
        guard let revision, let colon = revision.lastIndex(of: ":") else { return nil }
        let commit = revision[revision.index(after: colon)...]
        return commit.isEmpty ? nil : String(commit)
    }

    /// The condition of this type if its status is True.
    func holding(_ type: String) -> Condition? {
        conditions[type].flatMap { $0.status == .yes ? $0 : nil }
    }
}
