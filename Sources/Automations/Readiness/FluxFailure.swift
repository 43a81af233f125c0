import KubernetesAPI
import Storage

/// Why Flux could not do what it was asked for, in its own words, and whether waiting can help.
public struct FluxFailure: Sendable, Hashable {
    /// `GitRepository` or `Kustomization`.
    public var kind: String
    /// The reason of the condition, e.g. `BuildFailed`.
    public var reason: String
    public var message: String
    /// Flux tries again by itself, and the cause may pass: a network, a source that is not there yet.
    public var mayPass: Bool

    public init(kind: String, reason: String, message: String, mayPass: Bool) {
        self.kind = kind
        self.reason = reason
        self.message = message
        self.mayPass = mayPass
    }

    static func suspended(_ kind: String) -> FluxFailure {
        FluxFailure(
            kind: kind, reason: "Suspended", message: "the \(kind) is suspended, Flux does not touch it", mayPass: false
        )
    }

    /// The failure that the conditions tell of, if they do. While Flux retries, it says `Ready=False` with the reason of the
    /// failure and `Reconciling=True` with the reason `ProgressingWithRetry`.
    init?(of observed: FluxObservation) {
        if let stalled = observed.holding("Stalled") {
            self.init(kind: observed.kind, stalled, mayPass: false)
            return
        }
        if let reconciling = observed.holding("Reconciling"), reconciling.reason != "ProgressingWithRetry" {
            return nil
        }
        guard let ready = observed.conditions["Ready"], ready.status == .no,
            !Self.unfinished.contains(ready.reason ?? "")
        else { return nil }
        let mayPass = Self.mayPass(reason: ready.reason ?? "", message: ready.message ?? "")
        self.init(kind: observed.kind, ready, mayPass: mayPass)
    }

    private init(kind: String, _ condition: Condition, mayPass: Bool) {
        self.init(kind: kind, reason: condition.reason ?? "", message: condition.message ?? "", mayPass: mayPass)
    }

    /// Reasons of `Ready` that mean work in progress.
    private static let unfinished: Set = ["", "Progressing", "ProgressingWithRetry", "Unknown", "Initializing"]

    /// Reasons whose cause is usually the network or the order of things (fluxcd/source-controller and
    /// fluxcd/kustomize-controller, `api/v1`).
    private static let passing: Set = [
        "GitOperationFailed", "ArtifactFailed", "DependencyNotReady", "StorageOperationFailed", "AcquireLockFailed",
        "HealthCheckFailed", "PruneFailed",
    ]
    private static let lasting = ["path not found"]
    private static let refusals = [
        "authentication required", "authorization failed", "repository not found", "invalid credentials",
    ]
    private static let unreachable = [
        "connection refused", "timeout", "deadline exceeded", "temporarily unavailable", "no such host",
        "unexpected eof",
    ]

    /// Whether GitHub refused Flux's login. Slipway then gives it a new one, so that it may pass.
    public static func isRefusedLogin(_ message: String) -> Bool {
        let message = message.lowercased()
        return refusals.contains(where: message.contains)
    }

    private static func mayPass(reason: String, message: String) -> Bool {
        let message = message.lowercased()
        if lasting.contains(where: message.contains) { return false }
        return passing.contains(reason) || unreachable.contains(where: message.contains)
    }
}

extension FluxFailure {
    /// The failure for a person.
    public func trouble(in namespace: NamespaceName, name: ObjectName) -> Trouble {
        Trouble(
            what: "\(what).",
            why: message.isEmpty ? reason : message,
            whatToDo: whatToDo(describe: "`kubectl describe \(kind.lowercased()) -n \(namespace) \(name)`"),
            summary: "\(what): \(reason)")
    }

    private var what: String {
        switch reason {
        case "Suspended": "Flux is suspended"
        case "BuildFailed": "the manifests cannot be built"
        case _ where kind == GitRepository.resource.kind: "Flux cannot fetch the repository"
        default: "Flux cannot apply the manifests"
        }
    }

    private func whatToDo(describe: String) -> String {
        switch reason {
        case "Suspended":
            "resume the \(kind) with `flux resume`, then push again or re-run the build."
        case "BuildFailed":
            "run `kubectl kustomize` on the environment's overlay, mend what it names, and push."
        case _ where kind == GitRepository.resource.kind:
            "check that Slipway's credential may read the repository and that the branch exists (\(describe)); Flux "
                + "keeps trying."
        default:
            "look at \(describe), mend the object that the message names, and push."
        }
    }
}
