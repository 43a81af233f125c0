import KubernetesAPI

/// What the reason and the message of a failed Flux object mean.
///
/// Reasons: fluxcd/source-controller and fluxcd/kustomize-controller, `api/v1`. Messages are go-git's (through
/// fluxcd/pkg,
/// `git/gogit`), kustomize's, those of the dry run (fluxcd/pkg, `ssa/errors`) and of the health check (fluxcd/pkg,
/// `ssa`).
struct FluxMeaning {
    let kind: Diagnosis.Kind
    let outlook: Diagnosis.Outlook

    init(_ failure: (object: String, reason: String, message: String)) {
        let isSource = failure.object == GitRepository.resource.kind
        kind =
            (isSource ? Self.ofProxy(failure.message) : nil) ?? Self.common(failure.reason, failure.message)
            ?? (isSource ? Self.ofSource(failure.message) : Self.ofApplying(failure.reason, failure.message))
        outlook =
            Self.lasting.contains(kind)
                || !(Self.passing.contains(kind) || Self.passingReasons.contains(failure.reason)
                    || failure.message.mentionsTheNetwork || failure.message.mentionsAMissingAccount)
            ? .lasting : .passing
    }

    private static let lasting: Set<Diagnosis.Kind> = [.fluxSuspended, .overlayMissing]
    /// Slipway renews logins, and webhooks come back.
    private static let passing: Set<Diagnosis.Kind> = [
        .gitLoginMissing, .gitLoginRefused, .gitProxyFailing, .admissionUnavailable,
    ]
    /// Reasons whose cause is usually the network or the order of things.
    private static let passingReasons: Set = [
        "GitOperationFailed", "ArtifactFailed", "DependencyNotReady", "StorageOperationFailed", "AcquireLockFailed",
        "HealthCheckFailed", "PruneFailed",
    ]

    /// Go's `net/http`: `proxyconnect tcp: …`, `socks connect tcp …`, or the phrase of the proxy's 407, which holds one
    /// of GitHub's.
    private static func ofProxy(_ message: String) -> Diagnosis.Kind? {
        message.mentions("proxyconnect", "socks connect", "proxy authentication required") ? .gitProxyFailing : nil
    }

    /// What go-git says of fetching; a Kustomization repeats it sometimes.
    private static func common(_ reason: String, _ message: String) -> Diagnosis.Kind? {
        if reason == "Suspended" { return .fluxSuspended }
        // Of what the manifests themselves fetch, such as a base elsewhere.
        if reason == "BuildFailed" { return nil }
        // GitHub answers 401 with "Repository not found." to a login that may not read it.
        if message.mentions("authentication required", "authorization failed", "invalid credentials") {
            return .gitLoginRefused
        }
        if message.mentions("repository not found") { return .repositoryGone }
        if message.mentions("couldn't find remote ref", "reference not found") { return .branchMissing }
        return nil
    }

    private static func ofSource(_ message: String) -> Diagnosis.Kind {
        if message.mentions("failed to get secret") { return .gitLoginMissing }
        if message.mentions("x509:", "failed to verify certificate") { return .gitHostUntrusted }
        if message.mentions("no such host", "server misbehaving", "dial tcp: lookup") { return .gitHostUnknown }
        return message.mentionsTheNetwork ? .gitHostUnreachable : .sourceFailed
    }

    private static func ofApplying(_ reason: String, _ message: String) -> Diagnosis.Kind {
        if message.mentions("path not found") { return .overlayMissing }
        if reason == "BuildFailed" { return .manifestsInvalid }
        if let kind = ofReason(reason, message) { return kind }
        if message.mentions("no matches for kind") { return .objectKindUnknown }
        if message.mentions("failed calling webhook") { return .admissionUnavailable }
        if message.mentions("is already defined in ingress") { return .hostTaken }
        if message.mentions("is immutable", "updates to statefulset spec") { return .objectUnchangeable }
        if message.mentions("failed to get server groups", "is forbidden: user", "cannot impersonate") {
            return .impersonationForbidden
        }
        if message.mentions("dry-run failed", "apply failed", "denied the request") { return .objectRefused }
        return .applyFailed
    }

    private static func ofReason(_ reason: String, _ message: String) -> Diagnosis.Kind? {
        switch reason {
        case "HealthCheckFailed": .healthCheckFailed
        case "DependencyNotReady": .dependencyNotReady
        case "ArtifactFailed": .sourceNotReady
        default: nil
        }
    }
}

extension String {
    /// Flux cannot act as the account of the namespace: deleted by hand, it is put back in a moment.
    fileprivate var mentionsAMissingAccount: Bool { mentions("failed to get server groups", "cannot impersonate") }

    /// Whether it tells of a connection that could not be made or broke.
    var mentionsTheNetwork: Bool {
        mentions(
            "connection refused", "connection reset", "timeout", "deadline exceeded", "temporarily unavailable",
            "no such host", "unexpected eof", "no route to host", "network is unreachable")
    }
}
