import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// The program dies, is started again, and nothing is lost or done twice.
    @Suite struct Crashes {
        /// Killed after effects of a set-up and before their records, or right after these.
        @Test(arguments: [
            "step.beforeJournal:register the project", "step.beforeJournal:commit the seed",
            "step.afterJournal:commit the seed", "step.beforeJournal:create the tree",
            "step.beforeJournal:create the commit", "step.afterJournal:create the commit",
            "step.beforeJournal:move the branch", "step.afterJournal:move the branch",
            "step.beforeJournal:obtain the git credential", "step.beforeJournal:development/create the namespace",
            "step.beforeJournal:staging/create what Flux needs",
            "step.beforeJournal:production/create the Flux objects", "step.beforeJournal:conclude round 1",
        ])
        func duringASetUp(_ point: String) async throws {
            try await survivesACrash(at: point)
        }

        /// Killed while the first release enters an environment, is pinned there, and when it has arrived.
        @Test(arguments: [
            "step.beforeJournal:enter development", "step.afterJournal:enter development",
            "step.begin:development/pin the image", "step.beforeJournal:development/pin the image",
            "step.afterJournal:development/pin the image", "step.beforeJournal:conclude development",
            "step.beforeJournal:staging/pin the image", "step.afterJournal:conclude staging",
            "step.beforeJournal:conclude production",
        ])
        func duringARelease(_ point: String) async throws {
            try await survivesACrash(at: point)
        }

        /// Killed when GitHub has what was said, and that is not recorded.
        @Test(arguments: ["comment", "status", "deployment", "deploymentStatus"])
        func betweenSayingAndRecording(_ kind: String) async throws {
            try await survivesACrash(at: "outbox.beforeRecord:\(kind)")
        }

        private func survivesACrash(at point: String) async throws {
            try await World.with(.stopped) { world in
                try await world.start(environment: ["SLIPWAY_CRASH_AT": point])
                let site = try await world.createRepository("acme/site")
                #expect(try await world.dies() == .killed(SIGKILL))
                try await world.restart()
                try await site.becomes("active")
                try await world.redeliverWhatWasMissed()
                try await site.serves(try await site.scaffold)
                try await site.isQuiet()
                try await site.wasDoneOnce()
            }
        }

        /// Killed again and again, wherever it happens to be.
        @Test func killedAgainAndAgain() async throws {
            try await World.with { world in
                let site = try await world.createRepository("acme/site")
                for _ in 1...6 {
                    let before = await world.effects
                    try await world.waitFor("something happens") { await world.effects >= before + 5 }
                    try await world.kill()
                    try await world.restart()
                    try await world.redeliverWhatWasMissed()
                }
                try await site.becomes("active")
                try await site.serves(try await site.scaffold)
                try await site.isQuiet()
                try await site.wasDoneOnce()
            }
        }

        @Test func sigtermEndsItInOrderAndTheWorkGoesOnAfterwards() async throws {
            try await World.with { world in
                let site = try await world.createRepository("acme/site")
                try await world.github.waitUntil("the first commit exists") { $0.count(.commitCreated) > 0 }
                #expect(try await world.terminate() == .exited(0))
                try await world.restart()
                try await site.becomes("active")
                try await world.redeliverWhatWasMissed()
                let scaffold = try await site.scaffold
                try await world.waitFor("the release is in development") { await site.pinnedTags.first == scaffold }
                #expect(try await world.terminate() == .exited(0))
                try await world.restart()
                try await world.redeliverWhatWasMissed()
                try await site.serves(scaffold)
                try await site.isQuiet()
                try await site.wasDoneOnce()
            }
        }
    }
}

extension World.Options {
    /// The test starts the program itself.
    static let stopped = World.Options.with { $0.isServing = false }
}

extension World {
    /// How many things changed on GitHub, and by Slipway in the cluster.
    var effects: Int {
        get async {
            let ours = await cluster.effects().count { $0.manager.hasPrefix("slipway") }
            return await github.effects.count + ours
        }
    }
}
