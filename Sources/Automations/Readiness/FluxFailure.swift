import KubernetesAPI

/// Why Flux could not do what it was asked for, in its own words, and whether waiting can help.
public struct FluxFailure: Sendable, Hashable {
    /// `GitRepository` or `Kustomization`.
    public var kind: String
    /// The reason of the condition, e.g. `BuildFailed`.
    public var reason: String
    public var message: String
    /// Flux tries again by itself, and the cause may pass: a network, a source that is not there yet.
    public var mayPass: Bool
    /// Flux gave up: it tries again only when the object changes.
    public var isStalled: Bool

    public init(kind: String, reason: String, message: String, mayPass: Bool, isStalled: Bool = false) {
        self.kind = kind
        self.reason = reason
        self.message = message
        self.mayPass = mayPass
        self.isStalled = isStalled
    }

    static func suspended(_ kind: String) -> FluxFailure {
        FluxFailure(
            kind: kind, reason: "Suspended", message: "the \(kind) is suspended, Flux does not touch it", mayPass: false
        )
    }

    /// The failure that the conditions tell of, if they do. While Flux retries, it says `Ready=False` with the reason
    /// of the
    /// failure and `Reconciling=True` with the reason `ProgressingWithRetry`.
    init?(of observed: FluxObservation) {
        if let stalled = observed.holding("Stalled") {
            self.init(kind: observed.kind, stalled)
            mayPass = false
            isStalled = true
            return
        }
        if let reconciling = observed.holding("Reconciling"), reconciling.reason != "ProgressingWithRetry" {
            return nil
        }
        guard let ready = observed.conditions["Ready"], ready.status == .no,
            !Self.unfinished.contains(ready.reason ?? "")
        else { return nil }
        self.init(kind: observed.kind, ready)
    }

    private init(kind: String, _ condition: Condition) {
        self.init(kind: kind, reason: condition.reason ?? "", message: condition.message ?? "", mayPass: false)
        mayPass = meaning.outlook != .lasting
    }

    /// What it is about.
    var meaning: FluxMeaning { FluxMeaning((kind, reason, message)) }

    /// Reasons of `Ready` that mean work in progress.
    private static let unfinished: Set = ["", "Progressing", "ProgressingWithRetry", "Unknown", "Initializing"]

    /// Whether Flux looked for a Secret of Slipway's and did not find it.
    public static func lacksSecret(_ message: String) -> Bool {
        message.contains("failed to get ") && message.contains("secret '") && message.contains("not found")
    }

    /// Whether GitHub refused Flux's login. Slipway then gives it a new one, so that it may pass.
    public static func isRefusedLogin(_ message: String) -> Bool {
        let kind = FluxMeaning((GitRepository.resource.kind, "", message)).kind
        return kind == .gitLoginRefused || kind == .repositoryGone
    }
}
