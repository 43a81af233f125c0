import Foundation
import KubernetesAPI

/// Why the address of an environment may lead nowhere although its pods run.
struct IngressDiagnosis {
    /// Seconds that an ingress controller may take to give an address.
    static let patience: Double = 120

    let observed: ObservedEnvironment

    init(_ observed: ObservedEnvironment) {
        self.observed = observed
    }

    var all: [Diagnosis] {
        observed.ingresses.flatMap { ingress in
            [ofClass(ingress) ?? withoutAddress(ingress), ofHost(ingress), ofCertManager(ingress)].compactMap(\.self)
        }
    }

    private func subject(_ ingress: Ingress) -> String { "Ingress/\(ingress.metadata.name)" }

    private var classes: [IngressClass] { observed.ingressClasses ?? [] }

    /// `spec.ingressClassName`, or the annotation that came before it.
    private func className(_ ingress: Ingress) -> String? {
        ingress.spec?.ingressClassName ?? ingress.metadata.annotations["kubernetes.io/ingress.class"]
    }

    private func ofClass(_ ingress: Ingress) -> Diagnosis? {
        guard observed.ingressClasses != nil else { return nil }
        // Some controllers take Ingresses without a class, or with the annotation alone: an address says so.
        let isTaken = !(ingress.status?.loadBalancer?.ingress ?? []).isEmpty
        if isTaken, ingress.spec?.ingressClassName == nil { return nil }
        guard let name = className(ingress) else { return classUnset(ingress) }
        guard !classes.contains(where: { $0.metadata.name.text == name }) else { return nil }
        return Diagnosis(
            .ingressClassMissing, subject(ingress), "the ingress class `\(name)` does not exist.",
            because: "The Ingress `\(ingress.metadata.name)` asks for it, and \(whatThereIs)",
            remedy: classes.isEmpty
                ? "have an ingress controller installed in the cluster."
                : "set `ingressClassName: \(best)` in the manifests and push (Slipway's `ingressClass` decides for "
                    + "new repositories).",
            summary: "no ingress class \(name)" + (classes.isEmpty ? "" : " (there is \(names))"))
    }

    private func classUnset(_ ingress: Ingress) -> Diagnosis? {
        guard !classes.contains(where: \.isDefault) else { return nil }
        return Diagnosis(
            .ingressClassUnset, subject(ingress), "no ingress controller takes the address.",
            because:
                "The Ingress `\(ingress.metadata.name)` names no class, and the cluster has no default: \(whatThereIs)",
            remedy: classes.isEmpty
                ? "have an ingress controller installed in the cluster."
                : "set `ingressClassName: \(best)` in the manifests and push.")
    }

    private var names: String { Wording.list(classes.map(\.metadata.name.text).sorted()) }

    private var whatThereIs: String {
        classes.isEmpty
            ? "there is no ingress class at all."
            : "the cluster has \(Wording.list(classes.map { "`\($0.metadata.name)`" }.sorted()))."
    }

    private var best: String {
        (classes.first(where: \.isDefault) ?? classes.min { $0.metadata.name.text < $1.metadata.name.text })?
            .metadata.name.text ?? ""
    }

    /// Controllers other than ingress-nginx take two of the same host and serve one of them.
    private func ofHost(_ ingress: Ingress) -> Diagnosis? {
        let mine = Set(ingress.hosts)
        guard let other = observed.hostsElsewhere.first(where: { mine.contains($0.host) }) else { return nil }
        return Diagnosis(
            .ingressHostShared, subject(ingress), "the address `\(other.host)` is used twice.",
            because: "The Ingress `\(other.place)` has it too; which of the two is served is not defined.",
            remedy: "choose another host in the manifests and push, or remove that Ingress.",
            summary: "\(other.host) is used by \(other.place) too")
    }

    private func ofCertManager(_ ingress: Ingress) -> Diagnosis? {
        guard case .notInstalled = observed.certificates,
            let issuer = ["cert-manager.io/cluster-issuer", "cert-manager.io/issuer"]
                .compactMap({ ingress.metadata.annotations[$0] }).first
        else { return nil }
        return Diagnosis(
            .certManagerMissing, subject(ingress), "nobody issues the TLS certificate.",
            because:
                "The Ingress `\(ingress.metadata.name)` wants one from `\(issuer)`, and cert-manager is not installed.",
            remedy:
                "have cert-manager installed in the cluster, or unset `clusterIssuer` in Slipway's configuration and "
                + "take the annotation out of the manifests.")
    }

    private func withoutAddress(_ ingress: Ingress) -> Diagnosis? {
        guard observed.ingressClasses != nil, let created = ingress.metadata.creationTimestamp?.date,
            observed.now.timeIntervalSince(created) >= Self.patience,
            (ingress.status?.loadBalancer?.ingress ?? []).isEmpty
        else { return nil }
        return Diagnosis(
            .ingressWithoutAddress, subject(ingress), outlook: .passing,
            "the ingress controller has not taken the address.",
            because: "The Ingress `\(ingress.metadata.name)` has no address after "
                + "\(Wording.duration(observed.now.timeIntervalSince(created))).",
            remedy: "look whether the ingress controller runs and has an external address (`kubectl get services -A`).")
    }
}
