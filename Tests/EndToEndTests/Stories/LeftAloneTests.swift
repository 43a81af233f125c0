import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// What Slipway leaves alone, and that it says why.
    @Suite struct LeftAlone {
        @Test func forksArchivedTemplatesAndMirrors() async throws {
            try await World.with { world in
                let kinds: [(name: String, reason: String, change: (inout NewRepository) -> Void)] = [
                    ("acme/fork", "a fork", { $0.forkOf = "elsewhere/original" }),
                    ("acme/old", "archived", { $0.isArchived = true }),
                    ("acme/starter", "a template repository", { $0.isTemplate = true }),
                    ("acme/copy", "a mirror", { $0.mirrorURL = "https://git.example.org/copy.git" }),
                    ("elsewhere/other", "no rule matches elsewhere/other", { _ in }),
                    (
                        "topical/plain",
                        "the rule topical/* asks for the topic slipway, which topical/plain does not have",
                        { _ in }
                    ),
                ]
                _ = try await world.createRepository("elsewhere/original", .holding(["a.txt": "a"]))
                for kind in kinds {
                    var options = NewRepository()
                    kind.change(&options)
                    _ = try await world.createRepository(kind.name, options)
                }
                for kind in kinds { _ = try await world.decided("repository", kind.name) }
                let log = try await world.deliveries()
                for kind in kinds {
                    let delivery = log.first { $0["repository"]?.string == kind.name && $0["event"] == "repository" }
                    #expect(delivery?["status"] == "ignored", "\(kind.name)")
                    #expect(delivery?["reason"]?.string == kind.reason, "\(kind.name)")
                }
                #expect(await world.github.count(.commitCreated, by: "installation") == 0)
                #expect(await world.cluster.objects("Namespace").allSatisfy { !$0.name.hasPrefix("project-") })
            }
        }

        @Test func otherBranchesTagsAndDeletions() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let before = await world.cluster.writes
                try await site.push(branch: "feature-x")
                try await world.github.deleteBranch("feature-x", in: site.name)
                try await world.github.createTag("v1", in: site.name)
                try await world.github.deleteBranch("main", in: site.name)
                // feature-x was created, then deleted; v1 was created; the seed and the scaffold were Slipway's own.
                let pushes = try await world.decided("push", site.name, atLeast: 6)
                #expect(
                    pushes.prefix(4).map { $0["reason"]?.string ?? "" } == [
                        "branch deleted", "a tag", "branch feature-x is not the tracked branch main",
                        "branch feature-x is not the tracked branch main",
                    ])
                #expect(pushes.prefix(4).allSatisfy { $0["status"] == "ignored" })
                let builds = try await world.decided("workflow_run", site.name, atLeast: 6)
                #expect(builds[0]["reason"]?.string == "branch feature-x is not the tracked branch main")
                #expect(await world.cluster.writes == before)
            }
        }
    }
}
