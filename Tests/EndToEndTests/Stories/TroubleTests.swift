import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// GitHub or the cluster refuses something, and later does not.
    @Suite struct Trouble {
        @Test func anEnvironmentThatCannotBePreparedLeavesTheOthersAlone() async throws {
            try await World.with { world in
                let refusal = """
                    {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"namespaces is forbidden: \
                    User \\"slipway\\" cannot patch resource \\"namespaces\\" in API group \\"\\" at the cluster scope",\
                    "reason":"Forbidden","code":403}
                    """
                await world.cluster.add(
                    Fault(
                        .answer(status: 403, body: refusal), method: "PATCH", path: "/namespaces/[^/]*-staging",
                        times: nil))
                let site = try await world.createRepository("acme/site")
                try await site.becomes("degraded")
                let report = try await site.report
                #expect(report?["project"]?["reason"]?.string?.hasPrefix("staging: ") == true)
                for environment in ["development", "production"] {
                    #expect(await site.ownObjects(in: environment) == site.expectedObjects(in: environment))
                }
                #expect(await site.ownObjects(in: "staging").isEmpty)
                _ = try await site.comment(on: try await site.scaffold, says: "⚠️")
                await world.cluster.removeFaults()
                try await site.becomes("active")
                #expect(await site.ownObjects(in: "staging") == site.expectedObjects(in: "staging"))
            }
        }

        @Test func aMissingPermissionForWorkflowsIsExplainedAndTheSetUpGoesOnWhenItIsGranted() async throws {
            let options = World.Options.with { $0.github.appPermissions["workflows"] = nil }
            try await World.with(options) { world in
                let site = try await world.createRepository("acme/site")
                try await world.waitFor("the missing permission is named") {
                    try await site.report?["project"]?["reason"]?.string?.contains("workflows") == true
                }
                let seed = try await site.head
                let comment = try await site.comment(on: seed, says: "workflows")
                #expect(comment.contains("**What to do:**"))
                try await world.github.setPermissions(of: "acme", SimulatedGitHub.usualPermissions)
                try await site.becomes("active")
                try await site.serves(try await site.head)
            }
        }

        /// GitHub's answer to files of a workflow is the same as without the permission for them.
        @Test func aRepositoryDeletedInTheMiddleOfItsSetUpIsNotTriedForEver() async throws {
            let options = World.Options.with {
                $0.environment["SLIPWAY_PAUSE_AT"] = "beforeCall:SetUpProject/create the tree"
            }
            try await World.with(options) { world in
                let site = try await world.createRepository("acme/site")
                try await world.isPaused()
                try await world.github.deleteRepository(site.name)
                await world.goOn()
                try await world.waitFor("the set-up has ended") {
                    let created = try await world.decided("repository", site.name).last
                    return created?["runs"]?.array?.first?["state"] == "failed"
                }
            }
        }

        @Test func gitHubAwayAtStartIsToldAndCaughtUpWith() async throws {
            try await World.with(.with { $0.isServing = false }) { world in
                await world.github.inject(Fault(.dropConnection, times: nil))
                try await world.start()
                try await world.becomesUnready("github")
                let site = try await world.createRepository("acme/site")
                _ = try await world.decided("repository", site.name)
                await world.github.clearFaults()
                try await site.becomes("active")
                try await world.becomesReady()
            }
        }

        @Test func aRefusedTokenIsToldAndCaughtUpWith() async throws {
            try await World.with(.with { $0.isServing = false }) { world in
                let body = #"{"message":"Bad credentials","status":"401"}"#
                await world.github.inject(Fault(.answer(status: 401, body: body), times: nil))
                try await world.start()
                let reason = try await world.becomesUnready("github")
                #expect(
                    reason.contains("credential") || reason.contains("token") || reason.contains("key"), "\(reason)")
                let site = try await world.createRepository("acme/site")
                _ = try await world.decided("repository", site.name)
                await world.github.clearFaults()
                try await site.becomes("active")
                try await world.becomesReady()
            }
        }

        @Test func theClusterAwayAtStartIsToldAndCaughtUpWith() async throws {
            try await World.with(.with { $0.isServing = false }) { world in
                await world.cluster.add(Fault(.dropConnection, times: nil))
                try await world.start()
                try await world.becomesUnready("cluster")
                let site = try await world.createRepository("acme/site")
                _ = try await world.decided("repository", site.name)
                await world.cluster.removeFaults()
                try await site.becomes("active")
                try await site.serves(try await site.head)
                try await world.becomesReady()
            }
        }

        @Test func aClusterWithoutFluxIsToldAndCaughtUpWith() async throws {
            try await World.with(.with { $0.cluster.installsFlux = false }) { world in
                let reason = try await world.becomesUnready("cluster")
                #expect(reason.contains("Flux is not installed"))
                let site = try await world.createRepository("acme/site")
                try await site.becomes("degraded")
                await world.cluster.installFluxTypes()
                try await site.becomes("active")
            }
        }
    }
}
