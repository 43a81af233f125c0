import KubernetesAPI

/// A controller of Flux that Slipway cannot do without.
enum FluxController: String, Sendable, CaseIterable {
    case source = "source-controller"
    case kustomize = "kustomize-controller"

    /// Where `flux install` puts them unless told otherwise.
    static let usualPlace: NamespaceName = "flux-system"

    /// Flux's Deployments: by the label that its own manifests carry, else by the usual place.
    static func deployments(in cluster: KubernetesClient) async throws -> [Deployment] {
        let labelled: ObjectList<Deployment> = try await cluster.list(
            in: .everyNamespace, matching: .labelled(["app.kubernetes.io/part-of": "flux"]))
        if allCases.allSatisfy({ $0.deployment(among: labelled.items) != nil }) { return labelled.items }
        let placed: ObjectList<Deployment> = try await cluster.list(in: .namespace(usualPlace))
        return labelled.items + placed.items
    }

    private func deployment(among all: [Deployment]) -> Deployment? {
        all.first { $0.metadata.name.text == rawValue }
    }

    func finding(among all: [Deployment]) -> Finding {
        guard let deployment = deployment(among: all) else {
            return .failure("There is no Deployment \(rawValue).", FluxTypes.install)
        }
        let namespace = deployment.metadata.namespace
        guard deployment.spec.replicas != 0 else {
            return .failure(
                "\(rawValue) is scaled to zero.", "kubectl -n \(namespace) scale deployment/\(rawValue) --replicas=1")
        }
        guard deployment.status?.readyReplicas ?? 0 > 0 else {
            return .failure(
                "\(rawValue) is not ready: no pod of it is.", "kubectl -n \(namespace) describe pods -l app=\(rawValue)"
            )
        }
        return .ok("\(Self.version(of: deployment) ?? "of unknown version") runs in \(namespace).")
    }

    /// The tag of its image.
    private static func version(of deployment: Deployment) -> String? {
        guard let image = deployment.spec.template.spec?.containers.first?.image,
            let tag = image.prefix(while: { $0 != "@" }).split(separator: "/").last?.split(separator: ":"),
            tag.count == 2
        else { return nil }
        return String(tag[1])
    }
}
