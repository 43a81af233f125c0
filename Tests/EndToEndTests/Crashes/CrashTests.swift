import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// The program dies at any moment, is started again, and nothing is lost or done twice.
    @Suite struct Crashes {
        /// Killed again and again, wherever it happens to be.
        @Test func killedAgainAndAgain() async throws {
            try await World.with { world in
                let site = try await world.createRepository("acme/site")
                for _ in 1...6 {
                    let before = await world.effects
                    try await world.waitFor("something happens") { await world.effects >= before + 5 }
                    try await world.kill()
                    try await world.restart()
                    try await world.everyDeliveryArrives()
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
                try await world.everyDeliveryArrives()
                let scaffold = try await site.scaffold
                try await world.waitFor("the release is in development") { await site.pinnedTags.first == scaffold }
                #expect(try await world.terminate() == .exited(0))
                try await world.restart()
                try await world.everyDeliveryArrives()
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
