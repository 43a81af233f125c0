import Foundation
import GRDB
import Simulation
import Testing

extension EndToEnd {
    /// The disk of the data folder fills up and is freed again; the program is not started anew.
    @Suite(.enabled(if: SmallDisk.isAllowed, "a small disk may not be mounted here"))
    struct FullDisk {
        @Test func deliveriesAreRefusedUntilThereIsSpaceAgainAndNothingIsLost() async throws {
            try await World.withSmallDisk { world, disk in
                try await world.start()
                let site = try await world.createRunningRepository("acme/site")
                try disk.fill()
                try await world.waitFor("a delivery is refused") {
                    // The log may have space of its own left for some.
                    try await world.deliver("ping", Data(Self.noise(50_000).utf8)) == 503
                }
                #expect(try await world.becomesUnready("database").hasPrefix("The disk of the data folder is full"))
                let commit = try await site.push(message: "Change\n\n" + Self.noise(100_000))
                try await world.refusesSome()
                try disk.free()
                try await world.becomesReady()
                try await world.everyDeliveryArrives()
                try await site.serves(commit)
                try await site.isQuiet()
                try await site.isToldOnce(commit)
                #expect(await world.program?.ending == nil)
                #expect(try await world.invariants() == [])
            }
        }

        private static func noise(_ length: Int) -> String {
            String((0..<length).map { _ in "abcdefghijklmnop".randomElement() ?? "a" })
        }

        /// The effect has landed, and its record finds no space.
        @Test(arguments: [
            "afterAnswer:SetUpProject/create the commit", "afterAnswer:SetUpProject/move the branch",
            "afterAnswer:SetUpProject/development/create the Flux objects",
            "afterAnswer:Deploy/development/pin the image",
            "afterAnswer:Outbox/first comment", "afterAnswer:Outbox/deployment",
        ])
        func justWhenAnEffectIsToBeRecorded(_ point: String) async throws {
            try await World.withSmallDisk { world, disk in
                try await world.start(environment: ["SLIPWAY_PAUSE_AT": point])
                let reader = try await world.letsTheLogOnlyGrow()
                let site = try await world.createRepository("acme/site")
                try await world.isPaused()
                try disk.fill()
                await world.goOn()
                let isOutbox = point.contains("Outbox")
                try await world.says(isOutbox ? "could not be recorded" : "the journal cannot be used")
                try disk.free()
                try await reader.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
                try await world.becomesReady()
                try await site.becomes("active")
                try await world.everyDeliveryArrives()
                try await site.serves(try await site.scaffold)
                try await site.isQuiet()
                try await site.wasDoneOnce()
                #expect(await world.program?.ending == nil)
            }
        }

        @Test func atTheStart() async throws {
            try await World.withSmallDisk { world, disk in
                try disk.fill()
                let result = try await world.slipway("serve")
                #expect(result.status == .exited(1))
                #expect(result.output.contains("cannot be written") || result.output.contains("is full"))
                try disk.free()
                try await world.start()
                try await world.createRepository("acme/site").becomes("active")
            }
        }
    }
}

extension World {
    /// Waits until the program has stopped itself.
    nonisolated func isPaused() async throws {
        let file = "/proc/\(await program?.processIdentifier ?? 0)/stat"
        try await waitFor("the program pauses") {
            try String(contentsOfFile: file, encoding: .utf8).contains(") T ")
        }
    }

    /// A reader that stays where it is: SQLite's log cannot begin anew over space it has already, so that every write needs
    /// more of it.
    nonisolated func letsTheLogOnlyGrow() async throws -> DatabaseQueue {
        let reader = try otherProcess()
        try await reader.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN")
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema")
        }
        return reader
    }

    func goOn() {
        program?.signal(SIGCONT)
    }

    /// Waits until the program's log holds this.
    nonisolated func says(_ text: String) async throws {
        try await waitFor("the log says \(text)") { await program?.output.contains(text) == true }
    }

    /// Waits until GitHub was refused a delivery.
    nonisolated func refusesSome() async throws {
        try await waitFor("a delivery is refused") {
            await github.deliveries().contains { $0.deliveredAt != nil && $0.status != "OK" }
        }
    }
}

extension Repository {
    /// One comment on the commit, and one deployment per environment.
    func isToldOnce(_ commit: String) async throws {
        #expect(try await comments(on: commit).count == 1)
        for environment in Self.environments {
            let deployments = try await github.deployments(in: name, on: commit).filter {
                $0.environment == environment
            }
            #expect(deployments.count == 1, "\(environment) has \(deployments.count) deployments")
        }
    }
}
