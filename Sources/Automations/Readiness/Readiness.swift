import KubernetesAPI

/// Whether Flux has done what a reconcile token asked for.
public enum Readiness: Sendable, Hashable {
    /// Done, at this commit.
    case ready(commit: String)
    /// Not yet, and what it waits for. Not an error.
    case notYet(String)
    case failed(FluxFailure)

    /// Success is: not suspended, our token handled, `observedGeneration` = `generation`, neither Reconciling nor Stalled,
    /// Ready is True, and the revision is the expected commit or a later one.
    public static func of(_ observed: FluxObservation, token: ReconcileToken, expected: ExpectedCommit) -> Readiness {
        if observed.isSuspended { return .failed(.suspended(observed.kind)) }
        guard token.isHandled(in: observed) else { return .notYet("Flux has not looked at the \(observed.kind) yet") }
        if let failure = FluxFailure(of: observed) { return .failed(failure) }
        if let reason = unfinished(observed) { return .notYet(reason) }
        return compare(observed, expected)
    }

    private static func unfinished(_ observed: FluxObservation) -> String? {
        guard observed.observedGeneration == observed.generation else {
            return "Flux has not seen the latest change of the \(observed.kind)"
        }
        if let reconciling = observed.holding("Reconciling") {
            return reconciling.message ?? "Flux is working on the \(observed.kind)"
        }
        return observed.holding("Ready") == nil ? "the \(observed.kind) is not ready yet" : nil
    }

    private static func compare(_ observed: FluxObservation, _ expected: ExpectedCommit) -> Readiness {
        guard let commit = observed.commit else { return .notYet("the \(observed.kind) has no revision yet") }
        guard expected.isMet(by: commit) else {
            return .notYet("the \(observed.kind) is at \(commit.prefix(7)), waiting for \(expected.commit.prefix(7))")
        }
        return .ready(commit: commit)
    }
}

/// The commit that Flux must have reached, and those that came after it.
public struct ExpectedCommit: Sendable, Hashable {
    public var commit: String
    /// Commits pushed later to the same branch: being there already is as good.
    public var later: Set<String>

    public init(_ commit: String, later: Set<String> = []) {
        self.commit = commit
        self.later = later
    }

    public func isMet(by other: String) -> Bool {
        other == commit || later.contains(other)
    }
}
