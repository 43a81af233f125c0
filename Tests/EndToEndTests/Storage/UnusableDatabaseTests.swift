import Foundation
import GRDB
import Simulation
import Testing

extension EndToEnd {
    /// A database that cannot be used: the program refuses to start, or refuses deliveries, and says why.
    @Suite struct UnusableDatabase {
        @Test func lockedByAnotherProcess() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let other = try world.otherProcess()
                try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
                let commit = try await site.push()
                let reason = try await world.becomesUnready("database")
                #expect(reason.hasPrefix("Another process keeps the database locked"))
                #expect(try await world.deliver("ping", Data("{}".utf8)) == 503)
                try await world.refusesSome()
                try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
                try await world.becomesReady()
                try await world.everyDeliveryArrives()
                try await site.serves(commit)
                try await site.isQuiet()
                try await site.isToldOnce(commit)
            }
        }

        @Test(.enabled(if: SmallDisk.isAllowed, "a small disk may not be mounted here"))
        func onADiskThatCannotBeWritten() async throws {
            try await World.withSmallDisk { world, disk in
                try await world.start()
                try await world.createRepository("acme/site").becomes("active")
                #expect(try await world.terminate() == .exited(0))
                try disk.setWritable(false)
                try await world.refusesToStart(
                    """
                    slipway: the data folder FOLDER/data is not writable.
                             Make it writable for this user, or set `data` to another folder.
                    """)
                try disk.setWritable(true)
                try await world.start()
                try await world.becomesReady()
            }
        }

        @Test func ofANewerVersion() async throws {
            try await World.with { world in
                try await world.becomesReady()
                #expect(try await world.terminate() == .exited(0))
                let raw = try world.otherProcess()
                try await raw.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')") }
                try raw.close()
                try await world.refusesToStart(
                    """
                    slipway: the database FOLDER/data/slipway.sqlite was written by a newer version of Slipway.
                             Install that version again, or put back the backup made before it was installed.
                    """)
            }
        }

        /// The way back from a damaged database: a backup, and what GitHub still has.
        @Test func damagedWhileItServesAndPutBack() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                #expect(try await world.slipway("backup", "copy.sqlite").status == .exited(0))
                try await world.damageTheDatabase()
                #expect(try await world.deliver("ping", Data(count: 100_000)) == 503)
                #expect(try await world.becomesUnready("database").hasPrefix("The database is damaged"))
                let commit = try await site.push()
                try await world.refusesSome()
                try await world.says("delivery not stored")
                #expect(try await world.terminate() != nil)
                let refusal = try await world.slipway("serve")
                #expect(refusal.status == .exited(1))
                #expect(refusal.output.contains("slipway: the database is damaged: "))
                #expect(refusal.output.contains("`slipway restore FILE --replace`"))
                let restored = try await world.slipway("restore", "copy.sqlite", "--replace")
                #expect(restored.status == .exited(0), "\(restored.output)")
                try await world.restart()
                try await world.becomesReady()
                try await world.everyDeliveryArrives()
                try await site.serves(commit)
                try await site.isQuiet()
                try await site.isToldOnce(commit)
            }
        }
    }
}

extension World {
    /// A connection as another process has it.
    nonisolated func otherProcess() throws -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(10)
        return try DatabaseQueue(path: data.appending(path: "slipway.sqlite").path, configuration: configuration)
    }

    /// Overwrites every page but the first, and makes the program read them again.
    func damageTheDatabase() async throws {
        let other = try otherProcess()
        _ = try await other.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        let path = data.appending(path: "slipway.sqlite")
        let file = try FileHandle(forWritingTo: path)
        let length = try file.seekToEnd()
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: Int(length) - 4096))
        try file.close()
        try await other.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 1") }
        try other.close()
    }
}
