import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// A push redeploys.
    @Suite struct Redeploying {
        @Test func aPushAsksFluxToLookNowInAllEnvironments() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let before = await world.cluster.reconcileRequests.count
                let commit = try await site.push(message: "More words", build: .held)
                try await world.waitFor("Flux is asked everywhere") {
                    await world.cluster.reconcileRequests.count >= before + 6
                }
                let asked = await world.cluster.reconcileRequests.dropFirst(before)
                let expected = Set(
                    Repository.environments.flatMap { environment in
                        ["GitRepository", "Kustomization"].map { "\($0) \(site.namespace(environment))" }
                    })
                #expect(Set(asked.map { "\($0.kind) \($0.namespace)" }) == expected)
                #expect(Set(asked.map(\.token)).count == 1, "one token for one push")
                for environment in Repository.environments {
                    try await world.waitFor("Flux has applied the commit in \(environment)") {
                        let status = await site.kustomization(environment)?["status"]
                        return status?["lastHandledReconcileAt"]?.string == asked.first?.token
                            && status?["lastAppliedRevision"]?.string == "main@sha1:\(commit)"
                    }
                }
                let comment = try await site.comment(on: commit, says: "The image is being built")
                #expect(comment.contains("More words"))
            }
        }

        @Test func aGoodBuildIsReleasedEnvironmentByEnvironment() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let old = try await site.head
                let new = try await site.push(message: "Fix the basket")
                try await site.serves(new)
                let comment = try await site.comment(on: new, says: "| production | ✅ ready")
                #expect(comment.hasPrefix("### `\(old.prefix(7))` → `\(new.prefix(7))` Fix the basket\n"))
                try await site.isQuiet()
                #expect(try await site.comments(on: new).count == 1)
                #expect(await site.orderOfReleases(of: new) == Repository.environments)
                for environment in Repository.environments {
                    let image = await site.kustomization(environment)?["spec"]?["images"]?[0]
                    #expect(image?["newTag"]?.string == new)
                }
            }
        }

        @Test func aFailedBuildIsExplainedAndNothingIsTouched() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let old = try await site.head
                let before = await site.pinnedTags
                let new = try await site.push(
                    message: "Break it", build: .failure(job: "image", step: "Build and push"))
                let comment = try await site.comment(on: new, says: "**What to do:**")
                #expect(site.settled(comment, new, [old: "OLD"]) == Expected.failedBuild)
                try await site.isQuiet()
                #expect(try await site.comments(on: new).count == 1)
                #expect(await site.pinnedTags == before)
                #expect(try await world.github.deployments(in: site.name, on: new).isEmpty)
                for environment in Repository.environments { #expect(await site.serving(environment) == [old]) }
            }
        }

        @Test func crashingPodsStopTheReleaseInDevelopment() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let old = try await site.head
                let new = try await site.push(message: "Crash", build: .held)
                await world.cluster.setBehaviour(.crashes(exitCode: 1), forTag: new)
                try await site.finishBuild(of: new)
                let comment = try await site.comment(on: new, says: "stopped at development")
                #expect(site.settled(comment, new, [old: "OLD"]) == Expected.crashingPods)
                try await site.isQuiet()
                #expect(try await site.status("development", on: new)?.state == "failure")
                let staging = try await site.status("staging", on: new)
                #expect(staging?.state == "failure")
                #expect(staging?.description == "not touched: the release stopped at development")
                let deployments = try await world.github.deployments(in: site.name, on: new)
                #expect(deployments.map(\.environment) == ["development"])
                #expect(deployments.first?.statuses.last?.state == "failure")
                for environment in Repository.environments {
                    #expect(await site.serving(environment) == [old], "the old version keeps serving")
                }
                #expect(await site.pinnedTags == [new, old, old])
            }
        }

        @Test func aMissingImageIsNoFailureWhileItsBuildRunsAgain() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let commit = try await site.push(message: "Build me twice", build: .held)
                let build = try #require(await world.github.builds(in: site.name, of: commit).last)
                // The cluster looks away until the image is gone and its build runs again.
                await world.cluster.stopControllers()
                try await site.finishBuild(of: commit)
                try await world.waitFor("the release is in development") { await site.pinnedTags.first == commit }
                await world.github.deleteImage(site.name, tag: commit)
                try await world.github.rerunBuild(build.id, in: site.name, .held)
                // The comment still says of the first attempt that it is being built, or says so again.
                try await world.waitFor("GitHub has told of the second attempt") {
                    let runs = try await site.report?["runs"]?.array ?? []
                    return runs.contains { $0["key"]?.string?.hasSuffix(":\(build.id):2:requested") == true }
                }
                await world.cluster.startControllers()
                try await world.waitFor("development waits for the image") {
                    try await world.progress(of: commit, in: "acme/site").contains("waiting for the image build")
                }
                try await site.finishBuild(of: commit, .success)
                try await site.serves(commit)
            }
        }

        @Test func aNewerReleaseSupersedesAnOlderOne() async throws {
            // In its own time the cluster waits ten minutes before it calls a rollout too slow.
            try await World.with(.with { $0.cluster.timings.scale = 1 }) { world in
                let site = try await world.createRunningRepository("acme/site")
                let slow = try await site.push(message: "Never ready", build: .held)
                await world.cluster.setBehaviour(.neverReady, forTag: slow)
                try await site.finishBuild(of: slow)
                try await world.waitFor("the slow release is in development") {
                    await site.pinnedTags.first == slow
                }
                let quick = try await site.push(message: "Ready at once")
                try await site.serves(quick)
                _ = try await site.comment(on: slow, says: "superseded by `\(quick.prefix(7))`")
                try await site.isQuiet()
                #expect(await site.orderOfReleases(of: slow) == ["development"], "it went nowhere else")
                _ = try await site.comment(on: quick, says: "| production | ✅ ready")
                for environment in Repository.environments {
                    let status = try await site.status(environment, on: slow)
                    #expect(status?.state == "error", "it does not wait for ever")
                    #expect(status?.description == "superseded by \(quick.prefix(7))")
                }
            }
        }

        /// While the cluster refuses, both wait to pin their image; afterwards either may come last.
        @Test func anOlderReleaseThatCouldNotPinItsImageDoesNotReplaceANewerOne() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                await world.cluster.add(
                    Fault(
                        .dropConnection, method: "PATCH", path: "/kustomizations/.*-development", times: nil,
                        label: "pin"))
                let older = try await site.push(message: "Older")
                try await world.waitFor("the older one waits for the cluster") {
                    await world.cluster.faultHits()["pin", default: 0] >= 4
                }
                let newer = try await site.push(message: "Newer")
                _ = try await site.comment(on: older, says: "superseded by `\(newer.prefix(7))`")
                await world.cluster.removeFaults()
                try await site.serves(newer)
                try await site.isQuiet()
                #expect(await site.pinnedTags == [newer, newer, newer])
            }
        }

        @Test func anEnvironmentThatIsPromotedByHandWaitsUntilSomebodyDoes() async throws {
            let manual = World.Options.with { $0.environment["SLIPWAY_ENVIRONMENTS_PRODUCTION_PROMOTION"] = "manual" }
            try await World.with(manual) { world in
                let site = try await world.createRepository("acme/site")
                try await site.becomes("active")
                let scaffold = try await site.head
                try await site.serves(scaffold, in: ["development", "staging"])
                _ = try await site.comment(on: scaffold, says: "| production | ⏳ waits for promotion by hand")
                try await site.isQuiet()
                #expect(await site.serving("production").isEmpty)
                #expect(await site.kustomization("production")?["spec"]?["images"] == nil)

                let promoted = try await world.slipway("project", "promote", "acme/site", "production")
                #expect(promoted.output.contains("\(scaffold.prefix(7)) goes on to production."))
                try await site.serves(scaffold, in: ["production"])
                _ = try await site.comment(on: scaffold, says: "| production | ✅ ready")
                let again = try await world.slipway("project", "promote", "acme/site")
                #expect(again.output.contains("no release of acme/site waits for promotion."))
            }
        }
    }
}
