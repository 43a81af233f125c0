import Foundation
import GRDB
import Testing

@testable import Storage

@Suite("Databases of older versions")
struct UpgradeTests {
    private let folder = TemporaryFolder()

    /// A database as the version left it that had this migration last.
    private func older(_ migration: String, _ body: @escaping @Sendable (GRDB.Database) throws -> Void) async throws {
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        let queue = try DatabaseQueue(path: folder.path("slipway.sqlite"))
        try Schema.migrator.migrate(queue, upTo: migration)
        try await queue.write(body)
        try queue.close()
    }

    @Test("what was deleted on GitHub long before the upgrade has its time of grace after it")
    func deletedLongAgo() async throws {
        let (deleted, archived) = (ProjectRecord.sample(1), ProjectRecord.sample(2))
        try await older("009") { db in
            for (project, reason) in [(deleted, "deleted on GitHub"), (archived, "archived on GitHub")] {
                try db.execute(
                    sql: """
                        INSERT INTO project (id, repository, owner, ownerID, name, isPrivate, branch, template,
                        state, reason, withheldFiles, created, updated)
                        VALUES (?, ?, 'acme', 7, ?, 0, 'main', 'static-site', 'archived', ?, '[]', ?, ?)
                        """,
                    arguments: [
                        project.id, project.repository, project.name, reason, second(0).milliseconds,
                        second(1).milliseconds,
                    ])
            }
        }
        let before = Date()
        let database = try await Storage.Database.open(at: folder.url)
        let gone = try #require(try await database.read { try $0.projects.find(deleted.id)?.gone })
        // SQLite's clock has whole seconds.
        #expect(gone >= before.addingTimeInterval(-1) && gone <= Date())
        #expect(try await database.read { try $0.projects.find(archived.id)?.gone } == nil)
        #expect(try await database.read { try $0.projects.gone(before: before.addingTimeInterval(-60)) }.isEmpty)
    }
}
