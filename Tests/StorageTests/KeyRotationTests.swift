import Foundation
import GRDB
import Redaction
import Testing

@testable import Storage

@Suite("Rotating the encryption key", .timeLimit(.minutes(5)))
struct KeyRotationTests {
    private let test: TestDatabase
    private var database: Storage.Database { test.database }
    private var file: KeyFile { KeyFile(folder: test.folder.url) }

    /// More tokens than one transaction seals.
    init() async throws {
        test = try await TestDatabase()
        try await test.database.write { tx in
            for number in 1...120 { try Self.save(number, tx) }
        }
    }

    private static func save(_ number: Int, _ tx: Transaction) throws {
        let id = try tx.registerSample(number)
        try tx.credentials.save(
            project: id, kind: .app, token: Redacted("token \(number)"), expires: second(60), at: second(0))
    }

    private func rotate() async throws -> KeyRotationRecord? {
        try await database.write { try $0.keyRotations.ask(at: second(1)) }
        return try await database.rotateKeys(now: { second(2) })
    }

    private func allOpen(_ database: Storage.Database) async throws -> Bool {
        try await database.read { tx in
            try (1...120).allSatisfy { number in
                try tx.credentials.token(of: ProjectRecord.sample(number).id)?.value == "token \(number)"
            }
        }
    }

    @Test("everything is sealed with a new key, and the old one is gone from the disk")
    func rotation() async throws {
        let old = try #require(try file.existing())
        let done = try #require(try await rotate())
        let new = try #require(try file.existing())
        #expect(new.active.id != old.active.id && new.older.isEmpty)
        #expect(done.key == new.active.id && done.resealed == 120 && done.unopened == 0 && done.finished == second(2))
        #expect(try await allOpen(database))
        #expect(try await database.read { try $0.sealedValues() } == [new.active.id: 120])
        let attributes = try FileManager.default.attributesOfItem(atPath: file.url.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try await database.rotateKeys(now: { second(3) }) == nil)
        try database.close()
        #expect(try await allOpen(try await Storage.Database.open(at: test.folder.url)))
    }

    @Test("what is written meanwhile is sealed with the new key")
    func meanwhile() async throws {
        async let rotation = rotate()
        for number in 121...160 { try await database.write { try Self.save(number, $0) } }
        let done = try #require(try await rotation)
        #expect(try await database.read { try $0.sealedValues() } == [done.key: 160])
        #expect(try await allOpen(database))
    }

    @Test("where it stopped, it goes on: the key that was begun with is the one, whatever was done before")
    func goesOn() async throws {
        let (old, new) = (try #require(try file.existing()).active, SealingKey())
        try await database.write { try $0.keyRotations.ask(at: second(1)) }
        try file.write(Keyring(new, older: [old]))
        try database.close()
        let again = try await Storage.Database.open(at: test.folder.url)
        #expect(try await allOpen(again))
        try await again.write { _ = try $0.reseal(limit: 7, skipping: []) }
        #expect(try await again.read { try $0.sealedValues() } == [new.id: 7, old.id: 113])
        let done = try await again.rotateKeys(now: { second(5) })
        #expect(done?.key == new.id && done?.resealed == 113)
        #expect(try file.existing()?.all.map(\.id) == [new.id])
        #expect(try await allOpen(again))
    }

    @Test("a value that no key opens stands in nobody's way, and is counted")
    func unopened() async throws {
        try await database.write { tx in
            try tx.db.execute(sql: "UPDATE gitCredential SET sealed = x'00' WHERE project LIKE '%119'")
            try tx.db.execute(sql: "UPDATE gitCredential SET sealedWith = 'feedfeedfeedfeed' WHERE project LIKE '%118'")
        }
        let done = try #require(try await rotate())
        #expect(done.resealed == 118 && done.unopened == 2)
        #expect(try file.existing()?.all.map(\.id) == [done.key].compactMap { $0 })
        let report = try await Storage.Database.sealing(of: test.folder.url)
        #expect(report.values == 120 && report.opened == 118)
        #expect(report.keys.map(\.role) == [.active, .missing, .missing])
    }

    @Test("keys that are given: everything is sealed with the first, and nothing is written")
    func givenKeys() async throws {
        let old = try #require(try file.existing())
        try database.close()
        let ring = Keyring(SealingKey(), older: old.all)
        let again = try await Storage.Database.open(at: test.folder.url, keys: ring)
        try await again.write { try $0.keyRotations.ask(at: second(1)) }
        #expect(try await again.rotateKeys(now: { second(2) })?.resealed == 120)
        #expect(try file.existing()?.all.map(\.id) == old.all.map(\.id))
        try again.close()
        let report = try await Storage.Database.sealing(of: test.folder.url, keys: Keyring(ring.active))
        #expect(report.values == 120 && report.opened == 120)
    }

    @Test("a half-written key file of a killed process is removed")
    func drafts() async throws {
        let draft = test.folder.url.appending(path: "encryption.key.99999.draft")
        try Data("half".utf8).write(to: draft)
        _ = try await rotate()
        #expect(!FileManager.default.fileExists(atPath: draft.path))
    }

    @Test("a damaged file is named, with what to do")
    func damaged() throws {
        try "abc\n".write(to: file.url, atomically: true, encoding: .utf8)
        let error = #expect(throws: StorageError.self) { try file.existing() }
        #expect(error?.code == .wrongKey)
        #expect(error?.whatHappened.contains(file.url.path) == true)
        #expect(error?.whatToDo.contains("Put it back") == true)
    }
}
