import KubernetesAPI
import Storage

extension CommitRecords {
    /// What the set-up made in the cluster, namespaces first in each environment; from names alone.
    func createdObjects(_ settings: Settings) -> [CreatedObject] {
        guard let id = ProjectID(project.id), !stages.isEmpty else { return [] }
        let names = ProjectNames(id)
        let registrySecret =
            settings.hasRegistryLogin ? ("Secret", ProjectNames.registryAuth(ownerID: project.ownerID).text) : nil
        let source = settings.source
        let needsLogin = source.mirror.map { $0.login != nil } ?? true
        // Before the cluster stage is done, an environment in trouble is one that was not prepared.
        let isPrepared = stages.contains { $0.stage == .cluster && $0.state == .done }
        let made = environments.filter { isPrepared || $0.state != .degraded }
        return made.flatMap { environment in
            let namespace = names.namespace(environment.name).text
            let inside: [(String, String)?] = [
                ("RoleBinding", ProjectNames.ownBinding.text),
                ("ServiceAccount", ProjectNames.deployer.text), ("RoleBinding", ProjectNames.deployer.text),
                ("ResourceQuota", ProjectNames.quota.text), ("LimitRange", ProjectNames.limits.text),
                ("NetworkPolicy", ProjectNames.isolation.text),
                registrySecret, needsLogin ? ("Secret", names.gitAuth.text) : nil,
                source.proxy.map { _ in ("Secret", names.gitProxy.text) },
                ("GitRepository", names.gitRepository.text),
                ("Kustomization", names.kustomization(environment.name).text),
            ]
            return [CreatedObject(kind: "Namespace", name: namespace, namespace: nil)]
                + inside.compactMap(\.self).map { CreatedObject(kind: $0.0, name: $0.1, namespace: namespace) }
        }
    }
}
