import KubernetesAPI
import RunEngine
import Storage

/// What is there of an environment, by uid: what came later under the same name is somebody else's.
struct EnvironmentRemains: Codable, Sendable {
    var kustomization: String?
    var source: String?
    var namespace: String?
}

extension EnvironmentInCluster {
    /// - Throws: ``UserError`` for a namespace that does not say that it is this project's: only its owner may delete it.
    func remains() async throws -> EnvironmentRemains {
        let present = try await client.get(Namespace.self, namespace.objectName)
        guard let found = present else { return EnvironmentRemains() }
        let label = ProjectNames.projectLabel
        guard found.metadata.labels[label] == project.id.value else {
            // It goes by itself.
            if found.metadata.deletionTimestamp != nil { return EnvironmentRemains() }
            throw UserError(
                what: "The namespace \(namespace) does not say that it belongs to \(project.fullName).",
                why: "Its label \(label) is missing or names something else, so nothing in it is deleted.",
                whatToDo: "Put the label back with `kubectl label namespace \(namespace) "
                    + "\(label)=\(project.id.value) --overwrite`, or delete the namespace yourself.",
                code: "cleanUp.notOurs")
        }
        let kustomization = try await unlessTypeMissing {
            try await client.get(Kustomization.self, kustomizationName, in: namespace)?.metadata.uid
        }
        let source = try await unlessTypeMissing {
            try await client.get(GitRepository.self, names.gitRepository, in: namespace)?.metadata.uid
        }
        return EnvironmentRemains(kustomization: kustomization, source: source, namespace: found.metadata.uid)
    }

    /// Flux prunes what it applied before the object goes.
    func deleteKustomization(uid: String) async throws {
        _ = try await unlessTypeMissing {
            try await client.delete(Kustomization.self, kustomizationName, in: namespace, uid: uid)
        }
    }

    func deleteSource(uid: String) async throws {
        _ = try await unlessTypeMissing {
            try await client.delete(GitRepository.self, names.gitRepository, in: namespace, uid: uid)
        }
    }

    /// Some API servers answer 409 for a namespace that is being deleted already, as after a crash.
    func deleteNamespace(uid: String) async throws {
        do {
            _ = try await client.delete(Namespace.self, namespace.objectName, uid: uid)
        } catch let error as KubernetesError where error.code == .conflict {
            guard let found = try await leavingNamespace(uid: uid) else { return }
            if found.metadata.deletionTimestamp == nil { throw error }
        }
    }

    func hasKustomization(uid: String) async throws -> Bool {
        try await unlessTypeMissing {
            try await client.get(Kustomization.self, kustomizationName, in: namespace)?.metadata.uid
        } == uid
    }

    func hasSource(uid: String) async throws -> Bool {
        try await unlessTypeMissing {
            try await client.get(GitRepository.self, names.gitRepository, in: namespace)?.metadata.uid
        } == uid
    }

    /// - Returns: nil when it is gone, or another one of the same name is there.
    func leavingNamespace(uid: String) async throws -> Namespace? {
        let found = try await client.get(Namespace.self, namespace.objectName)
        return found?.metadata.uid == uid ? found : nil
    }

    /// With its types went the objects.
    private func unlessTypeMissing<Value>(_ body: () async throws -> Value?) async throws -> Value? {
        do {
            return try await body()
        } catch let error as KubernetesError where error.code == .resourceTypeMissing {
            return nil
        }
    }
}
