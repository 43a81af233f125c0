import Automations
import KubernetesAPI

extension IngressClassChoice {
    /// - Parameter domain: nil: projects get no Ingress.
    func finding(among classes: [IngressClass], domain: String?) -> Finding {
        let names = classes.map(\.metadata.name.text).sorted()
        let known = names.isEmpty ? "the cluster has none" : "there are: \(names.joined(separator: ", "))"
        guard domain != nil else { return .ok("Not needed: cluster.domain is not set (\(known)).") }
        switch self {
        case .none: return .ok("None is wanted (\(known)).")
        case .named(let name):
            guard !names.contains(name) else { return .ok("\(name), as cluster.ingressClass says.") }
            return .failure(
                "cluster.ingressClass is \(name), and \(known).",
                names.first.map { "Set cluster.ingressClass: \($0), or auto." } ?? Self.install)
        case .auto: return automatic(classes, names)
        }
    }

    private static let install = "Install an ingress controller, such as Traefik or ingress-nginx."

    private func automatic(_ classes: [IngressClass], _ names: [String]) -> Finding {
        if let standard = classes.first(where: \.isDefault) {
            return .ok("\(standard.metadata.name), the default.")
        }
        guard let only = names.first else {
            return .warning("The cluster has no IngressClass, so the addresses of projects lead nowhere.", Self.install)
        }
        guard names.count > 1 else { return .ok("\(only), the only one.") }
        return .warning(
            "None of the IngressClasses \(names.joined(separator: ", ")) is the default, so Ingresses name none.",
            "Set cluster.ingressClass: \(only)")
    }
}

extension Finding {
    static func noCertManager(wanted: String) -> Finding {
        .failure(
            "cluster.clusterIssuer is \(wanted), and cert-manager is not installed.",
            "Install cert-manager (https://cert-manager.io/docs/installation/), or remove cluster.clusterIssuer.")
    }

    static func clusterIssuer(_ issuer: ClusterIssuer?, named name: String) -> Finding {
        guard let issuer else {
            return .failure(
                "cert-manager has no ClusterIssuer \(name).",
                "kubectl get clusterissuers   (set cluster.clusterIssuer to one of them)")
        }
        guard let ready = issuer.ready, ready.status == .yes else {
            let reason = issuer.ready?.message ?? "it has no state yet"
            return .failure(
                "The ClusterIssuer \(name) is not ready: \(reason).", "kubectl describe clusterissuer \(name)")
        }
        return .ok("The ClusterIssuer \(name) is ready.")
    }

    /// Slipway needs none; a claim of a project that names no class waits for ever without a default.
    static func storageClasses(_ classes: [StorageClass]) -> Finding {
        let standard = classes.filter(\.isDefault).map(\.metadata.name.text).sorted()
        let names = classes.map(\.metadata.name.text).sorted()
        guard let first = standard.first else {
            guard let candidate = names.first else {
                return .warning(
                    "The cluster has no StorageClass: volumes that projects ask for stay pending.",
                    "Install a storage provisioner, such as local-path-provisioner.")
            }
            return .warning(
                "None of the StorageClasses \(names.joined(separator: ", ")) is the default: volumes that name none stay pending.",
                "kubectl annotate storageclass \(candidate) storageclass.kubernetes.io/is-default-class=true")
        }
        guard standard.count == 1 else {
            return .warning(
                "\(standard.joined(separator: ", ")) are all the default StorageClass: the newest one is taken.",
                "kubectl annotate storageclass \(standard[1]) storageclass.kubernetes.io/is-default-class-")
        }
        return .ok("\(first), the default.")
    }
}
