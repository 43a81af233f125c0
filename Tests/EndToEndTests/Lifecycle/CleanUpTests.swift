import Foundation
import NIOHTTP1
import Simulation
import Storage
import Testing

extension EndToEnd {
    /// Projects leave the cluster, in order and completely, and come back.
    @Suite struct CleaningUp {
        @Test func archivedByHandAndBackByAPush() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let head = try await site.head
                let other = try await world.createRunningRepository("acme/other")
                let said = try await world.slipway("project", "archive", "acme/site")
                #expect(said.status == .exited(0), "\(said.output)")
                try await site.becomes("archived")
                #expect(await site.isGone)
                for environment in Repository.environments {
                    #expect(
                        await site.deletions(in: environment) == ["kustomizations", "gitrepositories", "namespaces"])
                }
                _ = try await site.comment(on: head, says: "**This project is archived**")
                #expect(try await site.report?["archival"]?["phase"] == "removed")
                #expect(try await site.report?["resources"]?.array?.isEmpty == true)
                let again = try await world.slipway("project", "archive", "acme/site")
                #expect(again.status != .exited(0))
                #expect(again.output.contains("archived already"))

                let commit = try await site.push(message: "Come back")
                try await site.becomes("active")
                try await site.serves(commit)
                try await site.isQuiet()
                #expect(try await site.report?["archival"] == .null)
                try await world.waitFor("the farewell is taken back") {
                    try await site.comments(on: head).allSatisfy { !$0.body.contains("is archived") }
                }
                for environment in Repository.environments {
                    #expect(await site.ownObjects(in: environment) == site.expectedObjects(in: environment))
                }
                try await other.serves(try await other.head)
            }
        }

        /// No build would bring it again.
        @Test func anImageBuiltAfterTheProjectLeftArrivesWhenItComesBack() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let commit = try await site.leavesWhileItIsBuilt()
                for environment in Repository.environments {
                    #expect(try await site.status(environment, on: commit)?.state != "pending")
                }
                try await site.push(message: "Come back", build: .failure())
                try await site.becomes("active")
                try await site.serves(commit)
                try await site.isQuiet()
                #expect(try await site.differences(serving: commit, commits: 4) == [])
            }
        }

        @Test func theAPIArchivesAndRefusesTwice() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let answer = try await world.operations("/api/projects/acme/site/archive", .POST, body: "{}")
                #expect(answer.status == 202)
                try await site.becomes("archived")
                let again = try await world.operations("/api/projects/acme/site/archive", .POST, body: "{}")
                #expect(again.status == 409)
                let wrong = try await world.operations(
                    "/api/projects/acme/site/archive", .POST, body: #"{"removeFinalizers":"perhaps"}"#)
                #expect(wrong.status == 400)
            }
        }

        @Test func aNamespaceThatDoesNotGoIsExplainedAndFreedOnlyWhenAsked() async throws {
            let options = World.Options.with { $0.environment["SLIPWAY_PATIENCE"] = "4" }
            try await World.with(options) { world in
                let site = try await world.createRunningRepository("acme/site")
                try await site.hold("staging")
                _ = try await world.slipway("project", "archive", "acme/site")
                try await world.waitFor(
                    "it is said what holds the namespace",
                    {
                        let environments = try await site.report?["project"]?["environments"]?.array ?? []
                        let why = environments.first { $0["name"] == "staging" }?["trouble"]?["why"]?.string ?? ""
                        return why.contains("`example.dev/hold` is set by a controller of example.dev")
                    }
                ) { "\(try await site.report?["project"] ?? .null)" }
                #expect(try await site.state != "archived")
                _ = try await site.comment(on: try await site.head, says: "--remove-finalizers")
                #expect(await site.object("ConfigMap", "staging", "held")?["metadata"]?["finalizers"] != nil)

                let freed = try await world.slipway("project", "archive", "acme/site", "--remove-finalizers")
                #expect(freed.status == .exited(0), "\(freed.output)")
                try await site.becomes("archived")
                #expect(await site.isGone)
            }
        }

        @Test func anUnusedTestProjectIsAnnouncedAndThenGoes() async throws {
            let options = World.Options.with { $0.environment["SLIPWAY_GRACE"] = "12" }
            try await World.with(options) { world in
                let latest = try await world.createRunningRepository("acme/latest")
                let site = try await world.createRepository("acme/site-test")
                try await site.becomes("active")
                let text = try await site.comment(on: try await site.head, says: "is removed from the cluster at")
                #expect(text.contains("its name has the word `test`"))
                #expect(text.contains("`slipway-keep`"))
                #expect(await !site.isGone)
                try await site.becomes("archived")
                #expect(await site.isGone)
                #expect(try await latest.state == "active")
                #expect(try await latest.runs("CleanUp").isEmpty)
            }
        }

        @Test func theTopicKeepsAProject() async throws {
            let options = World.Options.with { $0.environment["SLIPWAY_GRACE"] = "3" }
            try await World.with(options) { world in
                var kept = NewRepository.empty
                kept.topics = ["slipway-keep"]
                let site = try await world.createRepository("acme/demo", kept)
                try await site.becomes("active")
                try await world.waitFor("it was looked at") {
                    try await site.runs("CleanUp").contains {
                        $0.outcome == "the project stays: it has the topic slipway-keep"
                    }
                }
                #expect(try await site.state == "active")
                #expect(await !site.isGone)
            }
        }

        @Test func aPauseTakesTheAnnouncementBack() async throws {
            let options = World.Options.with {
                $0.environment["SLIPWAY_GRACE"] = "25"
                $0.environment["SLIPWAY_PATIENCE"] = "4"
            }
            try await World.with(options) { world in
                let site = try await world.createRepository("acme/site-tmp")
                try await site.becomes("active")
                let head = try await site.head
                _ = try await site.comment(on: head, says: "is removed from the cluster at")
                _ = try await world.slipway("project", "pause", "acme/site-tmp")
                try await world.waitFor("the announcement is taken back") {
                    try await site.comments(on: head).allSatisfy { !$0.body.contains("removed from the cluster") }
                }
                try await site.isQuiet()
                #expect(try await site.state == "active")
                let refused = try await world.slipway("project", "archive", "acme/site-tmp")
                #expect(refused.output.contains("is paused"))
                #expect(await !site.isGone)
            }
        }

        @Test func aPushTakesTheAnnouncementBack() async throws {
            let options = World.Options.with {
                $0.environment["SLIPWAY_GRACE"] = "25"
                $0.environment["SLIPWAY_PATIENCE"] = "4"
            }
            try await World.with(options) { world in
                let site = try await world.createRepository("acme/site-tmp")
                try await site.becomes("active")
                let head = try await site.head
                _ = try await site.comment(on: head, says: "is removed from the cluster at")
                let commit = try await site.push(message: "Go on")
                try await world.waitFor("the announcement is taken back") {
                    try await site.comments(on: head).allSatisfy { !$0.body.contains("removed from the cluster") }
                }
                try await world.waitFor("nor does it stand on the new commit") {
                    try await site.comments(on: commit).allSatisfy { !$0.body.contains("removed from the cluster") }
                }
            }
        }

        @Test func aPushInTheMiddleOfARemovalBringsTheProjectBack() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                try await site.hold("staging")
                _ = try await world.slipway("project", "archive", "acme/site")
                try await world.waitFor("the namespaces of the others are gone") {
                    for environment in ["development", "production"]
                    where await world.cluster.object("Namespace", name: site.namespace(environment)) != nil {
                        return false
                    }
                    return true
                }
                let commit = try await site.push(message: "Come back")
                try await world.waitFor("the push is known") {
                    try await site.runs("Reconcile").contains { $0.outcome?.hasPrefix("the project leaves") == true }
                }
                for environment in ["development", "production"] {
                    #expect(await world.cluster.object("Namespace", name: site.namespace(environment)) == nil)
                }
                #expect(try await site.report?["archival"]?["phase"] == "removing")
                let freed = try await world.slipway("project", "archive", "acme/site", "--remove-finalizers")
                #expect(freed.status == .exited(0), "\(freed.output)")
                try await site.becomes("active")
                try await site.serves(commit)
                #expect(try await site.report?["archival"] == .null)
            }
        }

        @Test func aDeletedRepositoryGoesAfterItsGraceAndItsNameIsFree() async throws {
            let options = World.Options.with { $0.environment["SLIPWAY_GRACE"] = "5" }
            try await World.with(options) { world in
                let site = try await world.createRunningRepository("acme/site")
                try await world.github.deleteRepository("acme/site")
                _ = try await world.decided("repository", "acme/site", atLeast: 2)
                #expect(await !site.isGone)
                try await world.waitFor("nothing of it is left") { await site.isGone }
                try await world.waitFor("it is archived") { try await site.record?.state == .archived }

                let next = try await world.createRunningRepository("acme/site")
                #expect(next.project != site.project)
                #expect(try await site.record?.state == .archived)
                #expect(try await next.state == "active")
            }
        }

        @Test func aSetUpThatFailedGoesAfterADay() async throws {
            let options = World.Options.with { $0.environment["SLIPWAY_GRACE"] = "3" }
            try await World.with(options) { world in
                let refusal = #"{"message":"Validation Failed","errors":[{"resource":"Tree","code":"invalid"}]}"#
                await world.github.inject(
                    Fault(.answer(status: 422, body: refusal), method: "POST", path: "/git/trees", times: nil))
                let site = try await world.createRepository("acme/site")
                try await site.becomes("failed")
                _ = try await site.comment(on: try await site.head, says: "its set-up failed")
                try await site.becomes("archived")
                #expect(await site.isGone)
            }
        }

        @Test func theCommandListsWhatWouldGo() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let list = try await world.slipway("cleanup", "--dry-run")
                #expect(list.status == .exited(0), "\(list.output)")
                #expect(list.output.contains("Nothing is to be cleaned up."))
                try await site.hold("staging")
                _ = try await world.slipway("project", "archive", "acme/site")
                try await world.waitFor("the removal has begun") {
                    try await site.report?["archival"]?["phase"] == "removing"
                }
                let busy = try await world.slipway("cleanup", "--dry-run", "--json")
                let found = try JSONValue(parsing: busy.output.utf8).array ?? []
                #expect(found.map { $0["repository"]?.string } == ["acme/site"])
                #expect(found.first?["phase"] == "removing")
            }
        }
    }
}
