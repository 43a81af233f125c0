import Foundation
import GRDB
import Redaction
import Testing

@testable import Storage

@Suite("Putting a backup back", .timeLimit(.minutes(1)))
struct RestoreTests {
    let source: TestDatabase
    let target = TemporaryFolder()
    let place = TemporaryFolder()
    var backup: URL { place.url.appending(path: "backup.sqlite") }

    /// A backup with a project, a queued delivery, a run and a token.
    init() async throws {
        source = try await TestDatabase()
        try FileManager.default.createDirectory(at: place.url, withIntermediateDirectories: true)
        try await source.database.write { tx in
            let project = try tx.registerSample()
            _ = try tx.deliveries.append(.sample("g"))
            try tx.runs.enqueue(.sample("push:1"), at: second(0))
            try tx.credentials.save(
                project: project, kind: .app, token: Redacted("secret"), expires: second(9), at: second(0))
        }
        try await Storage.Database.backUp(source.folder.url, to: backup)
    }

    private func restore(replacing: Bool = false) async throws -> RestoreReport {
        try await Storage.Database.restore(backup, to: target.url, replacing: replacing, at: second(60))
    }

    private func refusal(replacing: Bool = false) async -> StorageError? {
        await #expect(throws: StorageError.self) { _ = try await restore(replacing: replacing) }
    }

    private func copyKey() throws {
        try FileManager.default.createDirectory(at: target.url, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: source.folder.path("encryption.key"), toPath: target.path("encryption.key"))
    }

    @Test("into an empty folder, with its key: everything is there, and tokens open")
    func empty() async throws {
        try copyKey()
        let report = try await restore()
        #expect(report.content.projects == 1 && report.content.deliveries == 1 && report.content.unfinishedRuns == 1)
        #expect(report.content.lastDelivery == second(1))
        #expect(report.hasKey && report.sealedTokens == 0 && report.former == nil)
        let database = try await Storage.Database.open(at: target.url)
        #expect(try await database.read { try $0.deliveries.queuedCount() } == 1)
        let token = try await database.read { try $0.credentials.token(of: ProjectRecord.sample().id) }
        #expect(token?.value == "secret")
    }

    @Test("without its key, or with another one, it says how many tokens do not open; it starts all the same")
    func key() async throws {
        let report = try await restore()
        #expect(!report.hasKey && report.sealedTokens == 1)
        try await Storage.Database.open(at: target.url).close()
        let again = try await restore(replacing: true)
        #expect(again.hasKey && again.sealedTokens == 1)
    }

    @Test("not while somebody serves from the folder")
    func serving() async throws {
        let database = try await Storage.Database.open(at: target.url)
        #expect(await refusal(replacing: true)?.code == .inUse)
        #expect(try await database.read { try $0.projects.all().isEmpty })
    }

    @Test("a database that is there is kept, with everything that was only in its log")
    func replacing() async throws {
        let old = try await Storage.Database.open(at: target.url)
        try await old.write { try $0.registerSample(7) }
        // As a killed process leaves it: the last commits are in the log.
        let held = try DatabaseQueue(path: target.path("slipway.sqlite"))
        try await held.read { _ = try $0.tableExists("project") }
        try old.close()
        #expect(await refusal()?.whatToDo.contains("--replace") == true)
        try held.close()
        let report = try await restore(replacing: true)
        let former = try #require(report.former)
        #expect(former.lastPathComponent == "slipway.sqlite.before-20260101T000100Z")
        let kept = try DatabaseQueue(path: former.path)
        #expect(try await kept.read { try Int.fetchOne($0, sql: "SELECT repository FROM project") } == 7)
        let database = try await Storage.Database.open(at: target.url)
        #expect(try await database.read { try $0.projects.all().map(\.repository) } == [1])
    }

    @Test("a log that was left behind is not taken for the backup's")
    func staleLog() async throws {
        let old = try await Storage.Database.open(at: target.url)
        try await old.write { tx in for number in 2...50 { try tx.registerSample(number) } }
        let log = try Data(contentsOf: URL(filePath: target.path("slipway.sqlite-wal")))
        try old.close()
        try log.write(to: URL(filePath: target.path("slipway.sqlite-wal")))
        try FileManager.default.removeItem(atPath: target.path("slipway.sqlite"))
        _ = try await restore()
        let database = try await Storage.Database.open(at: target.url)
        #expect(try await database.read { try $0.projects.all().map(\.repository) } == [1])
    }

    @Test("what is no backup, is damaged or of a newer version changes nothing")
    func unusable() async throws {
        let old = try await Storage.Database.open(at: target.url)
        try await old.write { try $0.registerSample(7) }
        try old.close()
        let raw = try DatabaseQueue(path: backup.path)
        try await raw.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')") }
        try raw.close()
        #expect(await refusal(replacing: true)?.code == .newerVersion)
        for content in [Data(), Data("a letter".utf8), try Data(contentsOf: backup).prefix(20_000)] {
            try content.write(to: backup)
            let error = await refusal(replacing: true)
            #expect(error?.code == .corrupt)
            #expect(error?.whatHappened.hasPrefix("\(backup.path) cannot be put back: ") == true)
        }
        let database = try await Storage.Database.open(at: target.url)
        #expect(try await database.read { try $0.projects.all().map(\.repository) } == [7])
        let names = try FileManager.default.contentsOfDirectory(atPath: target.url.path)
        #expect(names.allSatisfy { !$0.contains("draft") && !$0.contains("before") }, "\(names)")
    }
}
