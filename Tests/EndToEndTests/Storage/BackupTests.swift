import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Backups of a program at work, and what becomes of them.
    @Suite struct Backups {
        /// Put back, the state of the middle of the work goes on to the same end; what was done since is found.
        @Test(arguments: [Effect.Kind.commitCreated, .commentCreated, .deploymentCreated])
        func takenInTheMiddleOfTheWorkAndPutBackAfterIt(_ moment: Effect.Kind) async throws {
            try await World.with { world in
                let site = try await world.createRepository("acme/site")
                try await world.github.waitUntil("the work is under way", within: World.patience) {
                    $0.count(moment) > 0
                }
                let result = try await world.slipway("backup", "copy.sqlite")
                #expect(result.status == .exited(0), "\(result.output)")
                try await site.becomes("active")
                let scaffold = try await site.scaffold
                try await site.serves(scaffold)
                try await site.isQuiet()
                #expect(try await world.terminate() == .exited(0))
                let restored = try await world.slipway("restore", "copy.sqlite", "--replace")
                #expect(restored.status == .exited(0), "\(restored.output)")
                try await world.restart()
                try await site.becomes("active")
                try await site.serves(scaffold)
                // What GitHub told since the backup has to be asked for first.
                try await world.waitFor("the environments are known to be ready") {
                    let environments = try await site.report?["project"]?["environments"]?.array ?? []
                    return environments.count == 3 && environments.allSatisfy { $0["state"] == "ready" }
                }
                try await site.isQuiet()
                try await site.wasDoneOnce()
            }
        }

        /// On another machine: the backup, the configuration, and no encryption key.
        @Test func intoAnEmptyFolderWithoutItsKey() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                #expect(try await world.slipway("backup", "copy.sqlite").status == .exited(0))
                #expect(try await world.terminate() == .exited(0))
                try FileManager.default.removeItem(at: world.data)
                let restored = try await world.slipway("restore", "copy.sqlite")
                #expect(restored.output.contains("There is no encryption.key to open 1 token"), "\(restored.output)")
                try await world.restart()
                try await world.becomesReady()
                let commit = try await site.push()
                try await site.serves(commit)
                try await site.isQuiet()
                try await site.isToldOnce(commit)
            }
        }

        @Test func whatTheCommandsSay() async throws {
            try await World.with(.with { $0.hasWebhook = false }) { world in
                try await world.becomesReady()
                let first = try await world.slipway("backup", "copy.sqlite")
                #expect(
                    world.neutral(first.output) == """
                        ✅ copy.sqlite holds 0 projects, 0 deliveries, 0 runs to go on with (SIZE MB). It is complete and sound.
                        Keep FOLDER/data/encryption.key as well, in another place: it opens the 0 tokens in the backup.

                        """)
                let second = try await world.slipway("backup", "copy.sqlite")
                #expect(second.status == .exited(1))
                #expect(
                    world.neutral(second.output) == """
                        slipway: there is a file at FOLDER/copy.sqlite already.
                                 Name another one, or add --replace.

                        """)
                let busy = try await world.slipway("restore", "copy.sqlite", "--replace")
                #expect(
                    world.neutral(busy.output) == """
                        slipway: another Slipway already serves from FOLDER/data.
                                 Stop it first, or set `data` to another folder.

                        """)
                #expect(try await world.terminate() == .exited(0))
                let there = try await world.slipway("restore", "copy.sqlite")
                #expect(
                    world.neutral(there.output) == """
                        slipway: the data folder FOLDER/data holds a database already.
                                 Add --replace. The present database is kept, under another name.

                        """)
                let done = try await world.slipway("restore", "copy.sqlite", "--replace")
                #expect(
                    world.neutral(done.output) == """
                        ✅ FOLDER/data holds 0 projects, 0 deliveries, 0 runs to go on with (SIZE MB).
                        The database that was there is FOLDER/data/slipway.sqlite.before-TIME.
                        Deliveries that arrived since are not in it: Slipway asks GitHub for them again when it runs; GitHub \
                        keeps them for three days.

                        """)
            }
        }
    }
}

extension World {
    nonisolated func neutral(_ output: String) -> String {
        output.replacing(folder.path, with: "FOLDER").replacing(/\d+\.\d MB/, with: "SIZE MB")
            .replacing(/before-\w+/, with: "before-TIME")
    }
}
