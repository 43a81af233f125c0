import Foundation
import Simulation
import Storage
import Testing

extension EndToEnd {
    /// Sources that keep failing are suspended, tried now and then, and told of.
    @Suite struct Rests {
        static let quick = World.Options.with { $0.environment["SLIPWAY_REST"] = "2" }
        static let reason = "dial tcp 140.82.121.3:443: i/o timeout"

        @Test func aSourceThatKeepsFailingRestsAndIsToldAndRecovers() async throws {
            try await World.with(Self.quick) { world in
                let site = try await world.createRunningRepository("acme/site")
                await world.github.failFetches(of: "acme/site", because: Self.reason)
                try await world.waitFor("the sources are suspended") {
                    await site.suspended() == Repository.environments
                }
                let head = try await site.head
                try await world.waitFor("the commit says so") {
                    let comment = try await site.comments(on: head).first?.body ?? ""
                    return comment.contains("| staging | ⏸ cannot fetch; next try") && comment.contains("i/o timeout")
                }
                try await world.waitFor("the command line says so") {
                    let page = try await world.slipway("project", "show", "acme/site").output
                    return page.contains("⏸ staging: cannot be fetched since") && page.contains(Self.reason)
                }
                try await world.waitFor("the status says so") {
                    try await site.status("staging", on: head)?.description?.hasPrefix("cannot fetch") == true
                }
                try await world.waitFor("people are warned") {
                    await world.cluster.objects("Event", namespace: "default").contains {
                        $0["reason"]?.string == "FluxSourcesFail"
                    }
                }
                await world.github.failFetches(of: "acme/site", because: nil)
                try await world.waitFor("the sources are fetched again") { await site.suspended().isEmpty }
                try await site.isQuiet()
                try await world.waitFor("the commit says so") {
                    try await site.comments(on: head).first?.body.contains("| staging | ✅ ready") == true
                }
                let violations = try await world.invariants()
                #expect(violations.isEmpty, "\(violations)")
            }
        }

        @Test func aReleaseThatMeetsASourceThatRestsSaysSo() async throws {
            try await World.with(Self.quick) { world in
                let site = try await world.createRunningRepository("acme/site")
                await world.github.failFetches(of: "acme/site", because: Self.reason)
                try await world.waitFor("the sources are suspended") {
                    await site.suspended() == Repository.environments
                }
                let commit = try await site.push(message: "Say hello")
                let comment = try await site.comment(on: commit, says: "Flux cannot fetch the repository and rests.")
                #expect(!comment.contains("flux resume"))
                #expect(comment.contains(Self.reason))
            }
        }

        @Test func aPushIsNotKeptWaiting() async throws {
            let slow = World.Options.with { $0.environment["SLIPWAY_REST"] = "10" }
            try await World.with(slow) { world in
                let site = try await world.createRunningRepository("acme/site")
                await world.github.failFetches(of: "acme/site", because: Self.reason)
                try await world.waitFor("the sources are suspended") {
                    await site.suspended() == Repository.environments
                }
                let former = try await site.head
                try await world.waitFor("the commit says so") {
                    try await site.status("staging", on: former)?.state == "pending"
                }
                await world.github.failFetches(of: "acme/site", because: nil)
                let commit = try await site.push(message: "Say hello")
                try await site.serves(commit)
                try await site.isQuiet()
                #expect(await site.suspended().isEmpty)
                for environment in Repository.environments {
                    #expect(try await site.status(environment, on: former)?.state == "success")
                }
            }
        }
    }
}

extension Repository {
    /// Environments whose source Slipway suspended.
    func suspended() async -> [String] {
        var found: [String] = []
        for environment in Self.environments {
            if await gitRepository(environment)?["spec"]?["suspend"] == true { found.append(environment) }
        }
        return found
    }
}
