extension Fixture {
    /// `<type>: <status> <reason> <message>`, as Flux writes conditions.
    struct State {
        var reason: String
        var message: String
        var isStalled = false
        /// The condition that comes with `Ready=False`; source-controller writes it.
        var alsoFails: String?
    }

    /// An environment's GitRepository and Kustomization; one that has no state of its own is ready.
    static func flux(source: State? = nil, kustomization: State? = nil, suspended: String? = nil) -> String {
        """
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: GitRepository
        metadata: {name: x-repo, generation: 1, creationTimestamp: "2026-03-01T08:00:00Z"}
        spec:
          url: https://github.com/acme/web-shop
          ref: {branch: main}
          interval: 3m
          timeout: 5m
          secretRef: {name: x-git-auth}
          suspend: \(suspended == "GitRepository")
        status:
          observedGeneration: \(source == nil ? 1 : -1)
          conditions: \(conditions(source, ready: "stored artifact for revision 'main@sha1:3f2a1bc'"))
          artifact: {revision: "main@sha1:3f2a1bc"}
        ---
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: x-staging, generation: 3, creationTimestamp: "2026-03-01T08:00:00Z"}
        spec:
          interval: 3m
          path: ./k8s/overlays/staging
          prune: true
          sourceRef: {kind: GitRepository, name: x-repo}
          serviceAccountName: slipway-deployer
          suspend: \(suspended == "Kustomization")
        status:
          observedGeneration: \(kustomization == nil ? 3 : 2)
          conditions: \(conditions(kustomization, ready: "Applied revision: main@sha1:3f2a1bc"))
          lastAppliedRevision: "main@sha1:9ab01de"
        ---

        """
    }

    /// A source that is ready, alone.
    static let gitRepository = flux().firstRange(of: "---").map { String(flux()[..<$0.lowerBound]) } ?? ""

    private static func conditions(_ state: State?, ready: String) -> String {
        guard let state else {
            return "[{type: Ready, status: \"True\", reason: Succeeded, message: \(quoted(ready))}]"
        }
        let failure = "reason: \(state.reason), message: \(quoted(state.message))"
        let retry = "reason: ProgressingWithRetry, message: \(quoted(state.message))"
        let other =
            state.isStalled
            ? "{type: Stalled, status: \"True\", \(failure)}" : "{type: Reconciling, status: \"True\", \(retry)}"
        let also = state.alsoFails.map { ", {type: \($0), status: \"True\", \(failure)}" } ?? ""
        return "[\(other), {type: Ready, status: \"False\", \(failure)}\(also)]"
    }

    /// A GitRepository that cannot be fetched; go-git's words follow those of source-controller.
    static func fetching(_ words: String) -> String {
        flux(
            source: State(
                reason: "GitOperationFailed", message: "failed to checkout and determine revision: \(words)",
                alsoFails: "FetchFailed"))
    }

    static func applying(_ words: String, reason: String = "ReconciliationFailed") -> String {
        flux(kustomization: State(reason: reason, message: words))
    }
}
