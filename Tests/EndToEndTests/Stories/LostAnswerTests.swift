import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// A call was done, but its answer never came: the caller cannot know, and must not do it twice.
    @Suite struct LostAnswers {
        @Test(arguments: [
            (method: "PUT", path: "/contents/"), (method: "POST", path: "/git/trees$"),
            (method: "POST", path: "/git/commits$"), (method: "PATCH", path: "/git/refs/"),
            (method: "POST", path: "/comments$"), (method: "POST", path: "/statuses/"),
            (method: "POST", path: "/deployments$"), (method: "POST", path: "/access_tokens$"),
        ])
        func ofGitHub(_ call: (method: String, path: String)) async throws {
            try await World.with { world in
                await world.github.inject(Fault(.loseResponse, method: call.method, path: call.path, times: 2))
                let site = try await world.createRunningRepository("acme/site")
                try await site.wasDoneOnce()
            }
        }

        @Test(arguments: ["/namespaces/[^/]*$", "/secrets/", "/gitrepositories/", "/kustomizations/"])
        func ofTheCluster(_ path: String) async throws {
            try await World.with { world in
                await world.cluster.add(Fault(.loseResponse, method: "PATCH", path: path, times: 3))
                await world.cluster.add(Fault(.answer(status: 500), method: "PATCH", path: path, skipping: 1, times: 2))
                let site = try await world.createRunningRepository("acme/site")
                try await site.wasDoneOnce()
            }
        }

        @Test func watchesThatBreakAndForgetAreTakenUpAgain() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                await world.cluster.compact()
                await world.cluster.dropWatches()
                let commit = try await site.push(message: "After the break")
                try await site.serves(commit)
                _ = try await site.comment(on: commit, says: "| production | ✅ ready")
            }
        }
    }
}
