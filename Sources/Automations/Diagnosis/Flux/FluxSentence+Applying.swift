import KubernetesAPI

extension FluxSentence {
    func ofApplying(_ kind: Diagnosis.Kind) -> Text {
        switch kind {
        case .fluxSuspended: suspended
        case .overlayMissing: overlayMissing
        case .manifestsInvalid: manifestsInvalid
        case .healthCheckFailed: healthCheckFailed
        case .dependencyNotReady: dependencyNotReady
        case .sourceNotReady: sourceNotReady
        case .admissionUnavailable: admissionUnavailable
        case .impersonationForbidden: forbidden
        default: ofObject(kind)
        }
    }

    private var suspended: Text {
        Text(
            sentence: "Flux is suspended.",
            cause: "The \(failure.kind) has `spec.suspend` set, so Flux does not touch it.",
            remedy: "resume it with `flux resume \(isSource ? "source git" : "kustomization") -n \(namespace) "
                + "\(object.split(separator: " ").last ?? "")`, then push again or re-run the build.")
    }

    private var overlayMissing: Text {
        Text(
            sentence: "`\(path)` is missing in the repository.",
            cause:
                "Flux looks for the manifests of this environment there, and "
                + "\(branch.map { "`\($0)`" } ?? "the branch") has no such folder.",
            remedy:
                "add the folder with a `kustomization.yaml` (`slipway template render` shows what a new repository "
                + "gets) and push.")
    }

    private var manifestsInvalid: Text {
        let folder = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return Text(
            sentence: "the manifests cannot be built.", cause: "Building them failed: \(inRepository).",
            remedy: "run `kubectl kustomize \(folder)` in the repository, mend what it names, and push.",
            summary: "the manifests cannot be built: \(failure.reason)")
    }

    /// Flux unpacks the repository below a folder whose name differs each time.
    private var inRepository: String { words.replacing(/\/tmp\/kustomization-\d+\//, with: "") }

    private var healthCheckFailed: Text {
        let objects = words.matches(of: /([A-Za-z]+)\/[^\/\s]+\/([^\s]+) status: '(\w+)'/)
            .map { "`\($0.1)/\($0.2)` is \($0.3)" }
        return Text(
            sentence: "the workloads did not become healthy in time.",
            cause: objects.isEmpty
                ? "Flux reports: \(words)." : "Flux waited, and at the end \(Wording.list(objects)).",
            remedy:
                "look at `kubectl get pods -n \(namespace)` and `kubectl get events -n \(namespace)`, mend what "
                + "keeps them back, and push.",
            summary: "health check failed: \(Wording.list(objects).unmarked)")
    }

    private var dependencyNotReady: Text {
        Text(
            sentence: "Flux waits for something else first.", cause: "Flux reports: \(words).",
            remedy: "look at what it names; Flux goes on by itself when that is ready.",
            summary: "waits for a dependency")
    }

    private var sourceNotReady: Text {
        Text(
            sentence: "Flux has nothing to apply yet.", cause: "The repository was not fetched: \(words).",
            remedy: "look at `kubectl describe gitrepository -n \(namespace)`; Flux keeps trying.",
            summary: "the repository was not fetched yet")
    }

    private var admissionUnavailable: Text {
        let name = ClusterWords.quoted(after: "webhook ", in: failure.message) ?? "of the cluster"
        return Text(
            sentence: "a check of the cluster does not answer.",
            cause:
                "The admission webhook `\(name)` cannot be called: "
                + "\(ClusterWords.line(ClusterWords.after("webhook: ", in: words))).",
            remedy:
                "have the component behind it looked at (`kubectl get validatingwebhookconfigurations`); Flux keeps "
                + "trying.",
            summary: "admission webhook \(name) does not answer")
    }

    private var forbidden: Text {
        guard !words.mentions("failed to get server groups", "cannot impersonate") else { return accountMissing }
        let role = "The ServiceAccount `\(account)` may edit this namespace and nothing else"
        return Text(
            sentence: "Flux may not apply \(refusedObject).", cause: "\(role). Flux reports: \(reported).",
            remedy: "take that out of the manifests and push, or have somebody with the right apply it.")
    }

    /// Whatever an account without any binding asks for first (the list of API groups) is answered 403; client-go then
    /// says no more than "unknown".
    private var accountMissing: Text {
        Text(
            sentence: "Flux cannot act as `\(account)`.",
            cause:
                "The ServiceAccount `\(account)` or its RoleBinding is missing in `\(namespace)`. Flux reports: "
                + "\(words).",
            remedy:
                "let Slipway put them back: it does so by itself, or with `slipway project repair`, but not while the "
                + "project is paused (`slipway project resume`); then re-run the build.")
    }

    /// The object of a dry run, `Deployment/web` in `Deployment/<namespace>/web dry-run failed (Invalid): …`.
    var refusedObject: String {
        guard
            let match = failure.message.firstMatch(of: /([A-Z]\w+)\/(?:[^\/\s]+\/)?([^\/\s]+) (?:dry-run|apply) failed/)
        else { return "an object" }
        return "`\(match.1)/\(match.2)`"
    }

    /// What is said of the object, without naming it again.
    var reported: String {
        guard let match = failure.message.firstMatch(of: #/(?:dry-run|apply) failed(?: \(\w+\))?: /#) else {
            return words
        }
        return ClusterWords.line(String(failure.message[match.range.upperBound...]))
    }
}
