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

    /// The namespace first: it is the container of the rest. Then Slipway's own right in it.
    func createNamespace(_ desired: DesiredState) async throws {
        _ = try await client.apply(desired.namespace, comparedWith: .unread)
        try await bind(desired)
    }

    private func bind(_ desired: DesiredState) async throws {
        var desired = desired
        desired.account = try await client.ownAccount()
        if let binding = desired.ownBinding { try await client.bind(binding) }
    }

    /// Everything that Flux's objects refer to, a few at a time: none of it needs another, and every one more at the same
    /// time is another connection to the cluster.
    func createFoundation(_ desired: DesiredState) async throws {
        try await applyAll(desired.foundation())
    }

    /// GitRepository and Kustomization as they should be, with the image pinned, and first the Secrets that the settings say,
    /// which may have changed since the environment was prepared.
    func applyFlux(_ desired: DesiredState) async throws {
        try await applyAll(desired.sourceSecrets)
        try await applyAll([desired.gitRepository, desired.kustomization])
    }

    /// Some of the objects as they should be, at once.
    func apply(_ objects: [ManagedObject], of desired: DesiredState) async throws {
        if objects.contains(.ownBinding) { try await bind(desired) }
        try await applyAll(objects.compactMap { try desired.object($0) as? any NamespacedObject })
    }

    private static let atOnce = 3

    private func applyAll(_ objects: [any NamespacedObject]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, object) in objects.enumerated() {
                if index >= Self.atOnce { try await group.next() }
                group.addTask { try await apply(object) }
            }
            try await group.waitForAll()
        }
    }

    private func apply(_ object: some NamespacedObject) async throws {
        _ = try await client.apply(object, comparedWith: .unread)
    }
}
