import KubernetesAPI
import Storage

extension CommitRecords {
    /// What the set-up made in the cluster, namespaces first in each environment; from names alone.
    var createdObjects: [CreatedObject] {
        guard let id = ProjectID(project.id), !stages.isEmpty else { return [] }
        let names = ProjectNames(id)
        let made = environments.filter { $0.state != .failed && $0.state != .degraded }
        return made.flatMap { environment in
            let namespace = names.namespace(environment.name).text
            let inside: [(String, String)] = [
                ("ServiceAccount", ProjectNames.deployer.text), ("RoleBinding", ProjectNames.deployer.text),
                ("ResourceQuota", ProjectNames.quota.text), ("LimitRange", ProjectNames.limits.text),
                ("NetworkPolicy", ProjectNames.isolation.text), ("Secret", names.gitAuth.text),
                ("GitRepository", names.gitRepository.text),
                ("Kustomization", names.kustomization(environment.name).text),
            ]
            return [CreatedObject(kind: "Namespace", name: namespace, namespace: nil)]
                + inside.map { CreatedObject(kind: $0.0, name: $0.1, namespace: namespace) }
        }
    }
}
