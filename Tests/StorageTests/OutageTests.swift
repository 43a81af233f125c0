import Foundation
import GRDB
import Testing

@testable import Storage

/// What keeps the database from being used is told apart and told in words; when it is gone, the same succeeds.
@Suite("Outages", .timeLimit(.minutes(1)))
struct OutageTests {
    let folder = TemporaryFolder()

    private func open() async throws -> Storage.Database {
        try await Storage.Database.open(at: folder.url, busyTimeout: 0.05)
    }

    @Test("a full disk: nobody whose delivery is not stored is told that it is; afterwards all are accepted")
    func full() async throws {
        let database = try await open()
        let log = DeliveryLog(database)
        try await database.letGrow(by: 8)
        let deliveries = (0..<40).map { ReceivedDelivery.large("g\($0)") }
        let stored = await withTaskGroup(of: String?.self) { group in
            for delivery in deliveries {
                group.addTask {
                    do {
                        return try await log.append(delivery) == .stored ? delivery.guid : nil
                    } catch {
                        #expect((error as? StorageError)?.code == .full, "\(error)")
                        return nil
                    }
                }
            }
            return await group.reduce(into: Set<String>()) { if let guid = $1 { $0.insert(guid) } }
        }
        #expect(stored.count < deliveries.count)
        let found = try await database.read { Set(try $0.deliveries.nextQueued(limit: 99).map(\.record.guid)) }
        #expect(found == stored)
        #expect(await database.outage()?.code == .full)
        try await database.letGrow(by: 100_000)
        for delivery in deliveries {
            #expect(try await log.append(delivery) == (stored.contains(delivery.guid) ? .duplicate : .stored))
        }
        #expect(await database.outage() == nil)
    }

    @Test("what SQLite gave up is told to everybody who shared the commit, with the true reason")
    func theTrueReason() async throws {
        let database = try await open()
        let error = await #expect(throws: StorageError.self) {
            try await database.write { tx in
                _ = try tx.deliveries.append(.sample("a"))
                try tx.db.execute(sql: "ROLLBACK")
                throw DatabaseError(resultCode: .SQLITE_FULL, message: "database or disk is full")
            }
        }
        #expect(error?.code == .full)
        #expect(error?.whatHappened.contains("database or disk is full") == true)
        #expect(error?.whatToDo.contains("Free some space") == true)
    }

    @Test("locked by another process: writes fail in time, reads go on, and then it works again")
    func locked() async throws {
        let database = try await open()
        let other = try folder.otherProcess()
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        let error = await database.refusal { try $0.registerSample() }
        #expect(error?.code == .busy)
        #expect(error?.whatHappened.hasPrefix("Another process keeps the database locked") == true)
        #expect(try await database.read { try $0.projects.all().isEmpty })
        #expect(await database.outage()?.code == .busy)
        try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        try await database.write { try $0.registerSample() }
        #expect(await database.outage() == nil)
    }

    @Test("locked at the start: refused with the reason")
    func lockedAtStart() async throws {
        try await open().close()
        let other = try folder.otherProcess()
        try await other.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
            try $0.execute(sql: "PRAGMA user_version = 1; COMMIT")
        }
        let error = await #expect(throws: StorageError.self) { _ = try await open() }
        #expect(error?.code == .busy)
        #expect(error?.whatToDo.contains("fuser") == true)
    }

    @Test("a page that was overwritten is found at the start")
    func damaged() async throws {
        let database = try await open()
        try await database.write { tx in
            for number in 0..<40 { _ = try tx.deliveries.append(.large("g\(number)")) }
        }
        try database.close()
        try folder.scramble(page: 40)
        let error = await #expect(throws: StorageError.self) { _ = try await open() }
        #expect(error?.code == .corrupt)
        #expect(error?.whatHappened.hasPrefix("The database is damaged") == true)
        #expect(error?.whatToDo.contains("slipway restore FILE --replace") == true)
    }

    @Test("a file that is no database is left as it is")
    func noDatabase() async throws {
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        let text = Data(String(repeating: "This is a letter. ", count: 100).utf8)
        try text.write(to: folder.url.appending(path: "slipway.sqlite"))
        let error = await #expect(throws: StorageError.self) { _ = try await open() }
        #expect(error?.code == .corrupt)
        #expect(try Data(contentsOf: folder.url.appending(path: "slipway.sqlite")) == text)
    }

    @Test("a page that is overwritten while it serves: refused as damage, and seen by the check")
    func damagedMeanwhile() async throws {
        let database = try await open()
        try await database.write { tx in for number in 0..<400 { try tx.registerSample(number) } }
        try await database.checkpoint()
        let root = try await database.read {
            try Int.fetchOne($0.db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'projectByName'") ?? 0
        }
        try await database.forgetCaches()
        try folder.scramble(page: root)
        let error = await database.refusal { try $0.registerSample(1000) }
        #expect(error?.code == .corrupt)
        #expect(await database.outage()?.code == .corrupt)
    }

    @Test("only what is about the whole database is an outage")
    func outages() {
        let codes: [(ResultCode, Bool)] = [
            (.SQLITE_FULL, true), (.SQLITE_BUSY, true), (.SQLITE_IOERR_WRITE, true), (.SQLITE_READONLY, true),
            (.SQLITE_CANTOPEN, true), (.SQLITE_CORRUPT, true), (.SQLITE_NOTADB, true), (.SQLITE_IOERR_SHMSIZE, true),
            (.SQLITE_CONSTRAINT, false), (.SQLITE_ERROR, false), (.SQLITE_TOOBIG, false),
        ]
        for (code, isOutage) in codes {
            #expect(StorageError(DatabaseError(resultCode: code)).isOutage == isOutage, "\(code)")
        }
        #expect(StorageError(DatabaseError(resultCode: .SQLITE_IOERR_SHMSIZE)).code == .full)
    }
}

extension ReceivedDelivery {
    fileprivate static func large(_ guid: String) -> ReceivedDelivery {
        .sample(guid, body: .noise(9000))
    }
}

extension TemporaryFolder {
    /// A connection as another process would have it, which keeps its transactions open.
    func otherProcess() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path("slipway.sqlite"), configuration: configuration)
    }

    /// Overwrites a page of the database, counted from 1.
    func scramble(page: Int) throws {
        let file = try FileHandle(forWritingTo: url.appending(path: "slipway.sqlite"))
        try file.seek(toOffset: UInt64(page - 1) * 4096)
        try file.write(contentsOf: Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 3) }))
        try file.close()
    }
}

extension Storage.Database {
    /// Lets the file grow by so many pages and then behaves as a full disk does.
    func letGrow(by pages: Int) async throws {
        try await connection?.writeWithoutTransaction { db in
            let count = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(count + pages)")
        }
    }

    func forgetCaches() async throws {
        try await connection?.writeWithoutTransaction { try $0.execute(sql: "PRAGMA shrink_memory") }
    }

    /// What the check finds.
    func outage() async -> StorageError? {
        do {
            try await check(at: second(0))
            return nil
        } catch {
            return error as? StorageError
        }
    }
}
