import KubernetesAPI
import Redaction
import Scaffolding
import Storage

extension DesiredState {
    /// With what Flux fetches.
    public func gitSecret(_ login: GitLogin) -> Secret {
        .opaque(meta(names.gitAuth), values: ["username": Redacted(login.username), "password": login.password])
    }

    /// The tracked branch, fetched by Flux.
    public var gitRepository: GitRepository {
        GitRepository(
            metadata: meta(names.gitRepository),
            spec: GitRepository.Spec(
                url: "\(settings.gitHubWeb)/\(project.fullName)",
                ref: GitRepository.Reference(branch: project.branch),
                interval: settings.environments[environment].interval,
                timeout: "5m",
                secretRef: LocalReference(name: names.gitAuth)))
    }

    /// The environment's overlay, applied by Flux with the release's image.
    public var kustomization: Kustomization {
        Kustomization(
            metadata: meta(names.kustomization(environment)),
            spec: Kustomization.Spec(
                interval: settings.environments[environment].interval,
                path: "./k8s/overlays/\(environment.rawValue)",
                prune: true,
                sourceRef: Kustomization.SourceReference(name: names.gitRepository),
                images: imageTag.map { [Kustomization.Image(name: project.image(settings), newTag: $0)] },
                serviceAccountName: ProjectNames.deployer.text,
                timeout: "2m",
                retryInterval: "30s",
                targetNamespace: namespaceName.text,
                wait: false))
    }
}
