import KubernetesAPI
import Redaction
import Scaffolding
import Storage

extension DesiredState {
    /// With what Flux fetches.
    func gitSecret(_ login: GitLogin) -> Secret {
        .opaque(meta(names.gitAuth), values: ["username": Redacted(login.username), "password": login.password])
    }

    /// Through what Flux fetches (source-controller, `GitRepository`, "Proxy secret reference").
    func proxySecret(_ proxy: SourceProxy) -> Secret {
        var values = ["address": Redacted(proxy.address)]
        values["username"] = proxy.username.map(Redacted.init)
        values["password"] = proxy.password
        return .opaque(meta(names.gitProxy), values: values)
    }

    /// The Secrets that the settings alone say: the mirror's login and the proxy.
    public var sourceSecrets: [Secret] {
        let login = settings.source.mirror?.login.map(gitSecret)
        return [login, settings.source.proxy.map(proxySecret)].compactMap(\.self)
    }

    /// Secrets that hold what Flux is not to use any more, emptied: the right to apply them is enough for that.
    public var obsoleteSecrets: [Secret] {
        let isPublic = settings.source.mirror.map { $0.login == nil } ?? false
        return [isPublic ? names.gitAuth : nil, settings.source.proxy == nil ? names.gitProxy : nil]
            .compactMap(\.self).map { .opaque(meta($0), values: [:]) }
    }

    private var sourceURL: String {
        settings.source.mirror?.url(owner: project.owner, name: project.name)
            ?? "\(settings.gitHubWeb)/\(project.fullName)"
    }

    private var needsLogin: Bool { settings.source.mirror.map { $0.login != nil } ?? true }

    /// The tracked branch, fetched by Flux.
    public var gitRepository: GitRepository {
        GitRepository(
            metadata: meta(names.gitRepository),
            spec: GitRepository.Spec(
                url: sourceURL,
                ref: GitRepository.Reference(branch: project.branch),
                interval: settings.environments[environment].interval,
                timeout: "5m",
                secretRef: needsLogin ? LocalReference(name: names.gitAuth) : nil,
                proxySecretRef: settings.source.proxy.map { _ in LocalReference(name: names.gitProxy) }))
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
