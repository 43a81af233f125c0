import Foundation
import Simulation
import Storage

extension World {
    /// The runs that put something back, newest first.
    func repairs(of site: Repository) async throws -> [RunRecord] {
        let database = try await Database.readOnly(at: folder.appending(path: "data"))
        return try await database.read { try $0.runs.list(project: site.project, limit: 1000) }
            .filter { $0.automation == "RepairProject" }
    }

    /// The recorded status of an object.
    func status(
        of kind: String, _ environment: String, _ site: Repository
    ) async throws -> GitOpsResourceRecord.Status? {
        let database = try await Database.readOnly(at: folder.appending(path: "data"))
        return try await database.read { try $0.gitopsResources.all(of: site.project) }
            .first { $0.kind.rawValue == kind && $0.environment.rawValue == environment }?.status
    }

    func isPaused(_ environment: String, _ site: Repository) async throws -> Bool {
        let database = try await Database.readOnly(at: folder.appending(path: "data"))
        return try await database.read { try $0.environments.all(of: site.project) }
            .contains { $0.name.rawValue == environment && $0.paused != nil }
    }
}

extension Repository {
    /// What Slipway keeps in an environment, by kind and name.
    func managedObjects(in environment: String) async throws -> [(kind: String, name: String)] {
        var found: [(String, String)] = []
        let kinds = [
            "ServiceAccount", "RoleBinding", "ResourceQuota", "LimitRange", "NetworkPolicy", "Secret", "GitRepository",
            "Kustomization",
        ]
        for kind in kinds {
            for object in await world.cluster.objects(kind, namespace: namespace(environment))
            where object.labels["app.kubernetes.io/managed-by"] == "slipway" {
                found.append((kind, object.name))
            }
        }
        return found
    }

    /// As a person would: kubectl annotate namespace.
    func setPaused(_ environment: String, _ isPaused: Bool) async throws {
        var metadata: JSONValue = ["name": .string(namespace(environment))]
        if isPaused { metadata["annotations"] = ["slipway.dev/paused": "true"] }
        try await world.cluster.apply(
            ["apiVersion": "v1", "kind": "Namespace", "metadata": metadata], manager: "kubectl-annotate")
    }
}
