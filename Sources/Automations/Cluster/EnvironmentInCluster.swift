import KubernetesAPI
import Storage

/// One environment of a project in the cluster. Every call is safe to repeat.
struct EnvironmentInCluster: Sendable {
    let client: KubernetesClient
    let project: ProjectIdentity
    let environment: EnvironmentName

    var names: ProjectNames { ProjectNames(project.id) }
    var namespace: NamespaceName { names.namespace(environment) }
    var kustomizationName: ObjectName { names.kustomization(environment) }

    /// The namespace first: it is the container of the rest.
    func createNamespace(_ desired: DesiredState) async throws {
        _ = try await client.apply(desired.namespace, comparedWith: .unread)
    }

    /// Everything that Flux's objects refer to, at once: none of it needs another.
    func createFoundation(_ desired: DesiredState) async throws {
        try await applyAll(desired.foundation())
    }

    /// GitRepository and Kustomization as they should be, with the image pinned.
    func applyFlux(_ desired: DesiredState) async throws {
        try await applyAll([desired.gitRepository, desired.kustomization])
    }

    /// Some of the objects as they should be, at once.
    func apply(_ objects: [ManagedObject], of desired: DesiredState) async throws {
        try await applyAll(objects.compactMap { try desired.object($0) as? any NamespacedObject })
    }

    private func applyAll(_ objects: [any NamespacedObject]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for object in objects {
                group.addTask { try await apply(object) }
            }
            try await group.waitForAll()
        }
    }

    private func apply(_ object: some NamespacedObject) async throws {
        _ = try await client.apply(object, comparedWith: .unread)
    }
}
