import Crypto
import Foundation
import GRDB
import Redaction
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

    @Test("tokens sealed by an older version open, and have the new form; what no key opens stays as it is")
    func formerSealing() async throws {
        let (one, two) = (ProjectRecord.sample(1), ProjectRecord.sample(2))
        let key = SealingKey()
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        try KeyFile(folder: folder.url).write(Keyring(key))
        try await older("011") { db in
            for (project, sealing) in [(one, key), (two, SealingKey())] {
                try db.execute(
                    sql: """
                        INSERT INTO project (id, repository, owner, ownerID, name, isPrivate, branch, template,
                        state, withheldFiles, created, updated)
                        VALUES (?, ?, 'acme', 7, ?, 0, 'main', 'static-site', 'active', '[]', 0, 0)
                        """, arguments: [project.id, project.repository, project.name])
                try db.execute(
                    sql: "INSERT INTO gitCredential (project, kind, sealed, updated) VALUES (?, 'app', ?, 0)",
                    arguments: [project.id, try sealing.sealFormer("ghs_former", row: project.id)])
            }
        }
        let database = try await Storage.Database.open(at: folder.url)
        #expect(try await database.read { try $0.credentials.token(of: one.id)?.value } == "ghs_former")
        #expect(try await database.read { try $0.sealedValues() } == [key.id: 1, nil: 1])
        let error = await database.refusal { try $0.credentials.token(of: two.id) }
        #expect(error?.code == .wrongKey)
    }
}

extension SealingKey {
    /// As versions before migration 013 did.
    fileprivate func sealFormer(_ token: String, row: String) throws -> Data {
        let key = SymmetricKey(data: try #require(Data(base64Encoded: base64.value)))
        return try #require(
            try AES.GCM.seal(Data(token.utf8), using: key, authenticating: Data(row.utf8)).combined)
    }
}
