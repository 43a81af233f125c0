import Foundation
import KubernetesAPI

/// What is the matter with an environment's Flux objects.
struct FluxDiagnosis {
    let flux: ObservedFlux
    let namespace: NamespaceName
    let now: Date

    init(_ flux: ObservedFlux, namespace: NamespaceName, now: Date) {
        self.flux = flux
        self.namespace = namespace
        self.now = now
    }

    /// A source that cannot be fetched explains a Kustomization that has nothing to apply; both are told.
    var all: [Diagnosis] {
        guard flux.isInstalled else { return [.fluxNotInstalled] }
        guard let source = flux.gitRepository, let kustomization = flux.kustomization else {
            return [.notPrepared(namespace, missing: missing)]
        }
        return [
            diagnosis(FluxObservation(source), created: source.metadata.creationTimestamp),
            diagnosis(FluxObservation(kustomization), created: kustomization.metadata.creationTimestamp),
        ].compactMap(\.self)
    }

    private var missing: [String] {
        [
            flux.gitRepository == nil ? GitRepository.resource.kind : nil,
            flux.kustomization == nil ? Kustomization.resource.kind : nil,
        ].compactMap(\.self)
    }

    private func diagnosis(_ observed: FluxObservation, created: Time?) -> Diagnosis? {
        if observed.isSuspended { return of(.suspended(observed.kind)) }
        if let since = unanswered(observed, created: created), now.timeIntervalSince(since) >= flux.silence {
            return .fluxNotRunning(observed.kind, silent: now.timeIntervalSince(since), namespace)
        }
        return FluxFailure(of: observed).map(of)
    }

    /// Since when Flux owes an answer: to a token, or to the object itself.
    private func unanswered(_ observed: FluxObservation, created: Time?) -> Date? {
        if let requested = observed.requestedAt, requested != observed.lastHandled {
            let token = ReconcileToken(requested)
            return token.isHandled(in: observed) ? nil : ReconcileToken.time(of: requested)
        }
        // The first pass writes conditions even when it fails.
        let isUntouched = (observed.observedGeneration ?? -1) < 0 && observed.conditions.isEmpty
        return isUntouched ? created?.date : nil
    }

    /// A failure of one of the two objects, for a person.
    func of(_ failure: FluxFailure) -> Diagnosis {
        FluxSentence(failure: failure, flux: flux, namespace: namespace).diagnosis
    }
}

extension Diagnosis {
    /// From the cluster's answer 404 in plain text to a request for Flux's types.
    static var fluxNotInstalled: Diagnosis {
        Diagnosis(
            .fluxNotInstalled, "Flux", outlook: .passing, "Flux is not installed in the cluster.",
            because: "The cluster does not know the types `GitRepository` and `Kustomization`.",
            remedy: "install it with `flux install`; Slipway then goes on by itself.", summary: "Flux is not installed")
    }

    static func fluxNotRunning(_ kind: String, silent: Double, _ namespace: NamespaceName) -> Diagnosis {
        let controller = kind == GitRepository.resource.kind ? "source-controller" : "kustomize-controller"
        return Diagnosis(
            .fluxNotRunning, kind, outlook: .passing, "Flux does not answer.",
            because: "The \(kind) was not looked at for \(Wording.duration(silent)): the \(controller) is down or "
                + "has too much to do.",
            remedy: "look at `kubectl get pods -n flux-system` and `kubectl logs -n flux-system "
                + "deploy/\(controller)`; Slipway goes on by itself when it is back.")
    }

    static func notPrepared(_ namespace: NamespaceName, missing: [String] = []) -> Diagnosis {
        let objects =
            missing.isEmpty ? "Flux's objects are" : "\(Wording.list(missing)) \(missing.count == 1 ? "is" : "are")"
        return Diagnosis(
            .environmentNotPrepared, "Namespace/\(namespace)", "the environment is not prepared.",
            because: "\(objects) missing in the namespace `\(namespace)`.",
            remedy: "see why with `slipway project show`, then re-run the build.", summary: "not prepared")
    }

    /// Flux answered, but not with what was waited for.
    static func fluxTooSlow(_ state: String, after seconds: Double, _ namespace: NamespaceName) -> Diagnosis {
        Diagnosis(
            .fluxTooSlow, "Flux", "Flux did not finish within \(Wording.duration(seconds)).",
            because: "At the end: \(state).",
            remedy: "look at `flux get all -n \(namespace)`; Slipway goes on with the next push or build.",
            summary: "Flux took too long: \(state)")
    }
}
