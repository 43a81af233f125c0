import Foundation
import Simulation
import Storage

extension Repository {
    /// The uids of what the project has in the cluster: none changes while it follows its repository.
    var identities: [String: String] {
        get async {
            var found: [String: String] = [:]
            for environment in Self.environments {
                let namespace = await cluster.object("Namespace", name: namespace(environment))
                found["\(environment)/namespace"] = namespace?.uid
                found["\(environment)/source"] = await gitRepository(environment)?.uid
                found["\(environment)/kustomization"] = await kustomization(environment)?.uid
            }
            return found
        }
    }

    /// Where Flux fetches from in each environment.
    var sources: [String] {
        get async {
            var found: [String] = []
            for environment in Self.environments {
                found.append(await gitRepository(environment)?["spec"]?["url"]?.string ?? "")
            }
            return found
        }
    }

    /// The project's record.
    var record: ProjectRecord? {
        get async throws {
            let database = try await Database.readOnly(at: world.folder.appending(path: "data"))
            return try await database.read { try $0.projects.find(project) }
        }
    }

    /// Its runs of an automation, newest first.
    func runs(_ automation: String) async throws -> [RunRecord] {
        let database = try await Database.readOnly(at: world.folder.appending(path: "data"))
        return try await database.read { try $0.runs.list(project: project, limit: 1000) }
            .filter { $0.automation == automation }
    }

    /// Waits until the project has followed its repository so many times.
    func hasFollowed(_ times: Int = 1) async throws {
        try await world.waitFor(
            "\(name) has followed \(times) times",
            {
                try await runs("FollowRepository").count { $0.state == .done } >= times
            }
        ) { "\(try await runs("FollowRepository"))" }
    }

    /// The same repository under another name.
    func called(_ name: String) async throws -> Repository {
        Repository(world, try await github.info(name))
    }

    /// Whether nothing of the project is in the cluster.
    var isGone: Bool {
        get async {
            for environment in Self.environments {
                if await cluster.object("Namespace", name: namespace(environment)) != nil { return false }
            }
            return true
        }
    }

    /// What was deleted in an environment, in the order of the first requests.
    func deletions(in environment: String) async -> [String] {
        var order: [String] = []
        for request in await cluster.requests() where request.verb == "delete" && request.status == 200 {
            let isHere =
                request.namespace == namespace(environment)
                || request.resource == "namespaces" && request.name == namespace(environment)
            if isHere, !order.contains(request.resource) { order.append(request.resource) }
        }
        return order
    }

    /// Holds the environment's namespace, once it is deleted, by a finalizer that nobody removes.
    func hold(_ environment: String) async throws {
        try await cluster.apply(
            [
                "apiVersion": "v1", "kind": "ConfigMap",
                "metadata": [
                    "name": "held", "namespace": .string(namespace(environment)), "finalizers": ["example.dev/hold"],
                ],
            ], manager: "somebody")
    }

    /// Pushes a commit and waits until it runs everywhere.
    func takesAPush() async throws {
        let commit = try await push(message: "Go on")
        try await serves(commit)
        try await isQuiet()
    }
}
