import Automations
import KubernetesAPI

/// Whether what a project writes for Flux stays in its namespace: by the admission policy, or by the flags of Flux's own
/// controllers (https://fluxcd.io/flux/installation/configuration/multitenancy/).
struct FluxLockdown {
    let policy: ProjectsPolicy
    let controllers: [Deployment]

    var finding: Finding {
        guard case .lacking(let reason) = policy else {
            return .ok(
                "The admission policy \(ProjectsPolicy.name) keeps what projects write for Flux to their namespaces.")
        }
        guard controllers.contains(where: { $0.metadata.name.text == FluxController.kustomize.rawValue }) else {
            return .unchecked("there is no \(FluxController.kustomize.rawValue).")
        }
        let open = Controller.allCases.compactMap { $0.missingFlags(among: controllers) }
        guard !open.isEmpty else {
            return .ok("Flux's controllers take an account of the namespace, and no reference to another.")
        }
        return .warning(
            "A project may let Flux apply with all rights, or read another project: \(reason), and "
                + "\(Wording.list(open)).",
            "kubectl apply -f Deploy/base/admission.yaml   (Kubernetes 1.30; or give Flux's controllers these flags)")
    }
}

extension FluxLockdown {
    /// One that acts on what a project writes. Those that are not installed do nothing.
    private enum Controller: String, CaseIterable {
        case kustomize = "kustomize-controller"
        case helm = "helm-controller"
        case notification = "notification-controller"
        case imageReflector = "image-reflector-controller"
        case imageAutomation = "image-automation-controller"

        private var applies: Bool { self == .kustomize || self == .helm }

        /// `helm-controller lacks --no-cross-namespace-refs`; nil where nothing is missing.
        func missingFlags(among all: [Deployment]) -> String? {
            guard let deployment = all.first(where: { $0.metadata.name.text == rawValue }) else { return nil }
            let flags = Flags(deployment)
            var missing: [String] = []
            if applies, flags["default-service-account"]?.isEmpty != false {
                missing.append("--default-service-account")
            }
            if !["true", "1", "t", "T", "TRUE", "True"].contains(flags["no-cross-namespace-refs"]) {
                missing.append("--no-cross-namespace-refs")
            }
            return missing.isEmpty ? nil : "\(rawValue) lacks \(Wording.list(missing))"
        }
    }

    /// As Go's pflag reads them; the last one wins.
    private struct Flags {
        private var values: [String: String] = [:]

        init(_ deployment: Deployment) {
            let containers = deployment.spec.template.spec?.containers ?? []
            let arguments = (containers.first { $0.name == "manager" } ?? containers.first)?.args ?? []
            for (place, argument) in arguments.enumerated() where argument.hasPrefix("--") {
                let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let name = String(parts.first ?? "")
                let next = place + 1 < arguments.count ? arguments[place + 1] : ""
                values[name] = parts.count == 2 ? String(parts[1]) : Self.takesNext(name) ? next : "true"
            }
        }

        subscript(name: String) -> String? { values[name] }

        private static func takesNext(_ name: String) -> Bool { name == "default-service-account" }
    }
}
