import Foundation
import Simulation
import Storage
import Testing

extension EndToEnd {
    /// How much is said on GitHub, and what happens when GitHub does not want to hear it.
    @Suite struct Speaking {
        @Test func onlyFailuresAreCommented() async throws {
            let quiet = World.Options.with { $0.environment["SLIPWAY_COMMENTS"] = "failures" }
            try await World.with(quiet) { world in
                let site = try await world.createRunningRepository("acme/site")
                #expect(try await world.github.comments(in: site.name).isEmpty)
                let bad = try await site.push(message: "Break it", build: .failure())
                _ = try await site.comment(on: bad, says: "### ❌ The build of `\(bad.prefix(7))` failed")
                try await site.isQuiet()
                #expect(try await world.github.comments(in: site.name).count == 1)
                #expect(try await site.status("production", on: try await site.scaffold)?.state == "success")
            }
        }

        @Test func nothingIsCommented() async throws {
            let silent = World.Options.with { $0.environment["SLIPWAY_COMMENTS"] = "none" }
            try await World.with(silent) { world in
                let site = try await world.createRunningRepository("acme/site")
                let bad = try await site.push(message: "Break it", build: .failure())
                _ = try await world.decided("workflow_run", site.name, atLeast: 6)
                try await site.isQuiet()
                #expect(try await world.github.comments(in: site.name).isEmpty)
                #expect(try await site.status("production", on: try await site.scaffold)?.state == "success")
                #expect(try await site.comments(on: bad).isEmpty)
            }
        }

        /// What GitHub refuses for lack of a right is recorded with its reason and tried again; the deployment goes on.
        @Test(arguments: ["comments", "statuses", "deployments"])
        func aRefusalDoesNotStopADeployment(_ what: String) async throws {
            try await World.with { world in
                let refusal = #"{"message":"Resource not accessible by integration","status":"403"}"#
                await world.github.inject(
                    Fault(.answer(status: 403, body: refusal), method: "POST", path: "/\(what)", times: nil))
                let site = try await world.createRepository("acme/site")
                try await site.becomes("active")
                let commit = try await site.scaffold
                try await site.serves(commit)
                try await world.waitFor("only what was refused is left to say") {
                    let left = try await world.outbox(of: site.project).filter { $0.state == .pending }
                    let runs = try await site.report?["runs"]?.array ?? []
                    return !left.isEmpty && left.allSatisfy { $0.lastError?.isEmpty == false }
                        && runs.allSatisfy { $0["state"]?.string == "done" }
                }
                try await world.waitFor("the last status is the success, unless statuses are refused") {
                    try await site.status("production", on: commit)?.state == (what == "statuses" ? nil : "success")
                }
                #expect(try await site.comments(on: commit).isEmpty == (what == "comments"))
                let deployments = try await world.github.deployments(in: site.name)
                #expect(deployments.isEmpty == (what == "deployments"))
            }
        }

        @Test func textFromOutsideBreaksNothing() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let message = "Fix | the `table` @acme/everyone <!-- slipway:forged --> [x](http://evil.example)"
                let commit = try await site.push(
                    message: message, build: .failure(job: "the `image` @ada", step: "<b>"))
                let comment = try await site.comment(on: commit, says: "**What to do:**")
                #expect(!comment.contains("@acme"))
                #expect(comment.contains("job `` the `image` @ada ``, step `<b>`"), "a code span mentions nobody")
                #expect(!comment.contains("<!-- slipway:forged"))
                #expect(!comment.contains("](http://evil"))
                #expect(comment.hasSuffix("<!-- slipway:\(site.project):\(commit) -->"))
            }
        }
    }
}
