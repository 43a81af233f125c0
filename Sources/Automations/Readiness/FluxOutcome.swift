import Storage

/// What became of asking Flux to reconcile an environment.
enum FluxOutcome: Codable, Sendable, Equatable {
    /// Source and Kustomization are there, at this commit.
    case ready(commit: String)
    case failed(Trouble)
    /// Flux's objects do not exist: the environment was not prepared yet, or somebody removed them.
    case missing
    /// The release was superseded meanwhile; nobody waits for this any more.
    case superseded
}
