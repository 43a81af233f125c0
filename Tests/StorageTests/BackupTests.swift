import Foundation
import GRDB
import Testing

@testable import Storage

@Suite("Backup", .timeLimit(.minutes(1)))
struct BackupTests {
    let test: TestDatabase
    let place = TemporaryFolder()
    var database: Storage.Database { test.database }
    var file: URL { place.url.appending(path: "backup.sqlite") }

    init() async throws {
        test = try await TestDatabase()
        try FileManager.default.createDirectory(at: place.url, withIntermediateDirectories: true)
    }

    private func backUp(replacing: Bool = false) async throws -> BackupReport {
        try await Storage.Database.backUp(test.folder.url, to: file, replacing: replacing)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: place.url.path).sorted() }
    }

    @Test("taken while deliveries are written: everything acknowledged before, and of each all or nothing")
    func underLoad() async throws {
        let writing = Task { [database] in
            for number in 0... {
                guard !Task.isCancelled else { return }
                try await database.write { tx in
                    _ = try tx.deliveries.append(.sample("g\(number)", body: String(repeating: "x", count: 5000)))
                    let run = try #require(try tx.runs.enqueue(.sample("push:\(number)"), at: second(0)).run)
                    try tx.deliveries.finish("g\(number)", .done, runs: [run.id], at: second(1))
                }
            }
        }
        for round in 1...5 {
            let before = try await until { $0 > round * 10 }
            let report = try await backUp(replacing: round > 1)
            #expect(report.deliveries >= before)
            #expect(report.unfinishedRuns == report.deliveries)
            let copy = try DatabaseQueue(path: file.path)
            let whole = try await copy.read {
                try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM deliveryBody JOIN deliveryRun USING (delivery)")
            }
            #expect(whole == report.deliveries)
            try copy.close()
        }
        writing.cancel()
        try await writing.value
    }

    private func until(_ condition: (Int) -> Bool) async throws -> Int {
        while true {
            try Task.checkCancellation()
            let count = try await database.read { try Int.fetchOne($0.db, sql: "SELECT COUNT(*) FROM delivery") ?? 0 }
            if condition(count) { return count }
            await Task.yield()
        }
    }

    @Test("for this user only, alone in its folder, and never over another file unless told")
    func place() async throws {
        _ = try await backUp()
        #expect(try names == ["backup.sqlite"])
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let error = await #expect(throws: StorageError.self) { _ = try await backUp() }
        #expect(error?.whatHappened == "There is a file at \(file.path) already.")
        try await database.write { try $0.registerSample() }
        #expect(try await backUp(replacing: true).projects == 1)
        #expect(try names == ["backup.sqlite"])
    }

    @Test("the database itself is not replaced by its backup")
    func itself() async throws {
        let link = place.url.appending(path: "link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: test.folder.url)
        for folder in [test.folder.url, link] {
            for name in ["slipway.sqlite", "slipway.sqlite-wal"] {
                let error = await #expect(throws: StorageError.self) {
                    try await Storage.Database.backUp(
                        test.folder.url, to: folder.appending(path: name), replacing: true)
                }
                #expect(error?.whatHappened.hasSuffix("is the database itself.") == true)
            }
        }
    }

    @Test("what cannot be written leaves nothing behind")
    func nowhere() async throws {
        let error = await #expect(throws: StorageError.self) {
            try await Storage.Database.backUp(test.folder.url, to: place.url.appending(path: "a/b.sqlite"))
        }
        #expect(error?.code == .unusable)
        let missing = await #expect(throws: StorageError.self) {
            try await Storage.Database.backUp(place.url, to: file)
        }
        #expect(missing?.code == .missing)
        #expect(try names == [])
    }

    @Test("a damaged database gives no backup")
    func damaged() async throws {
        try await database.write { tx in for number in 0..<400 { try tx.registerSample(number) } }
        try database.close()
        try test.folder.scramble(page: 12)
        let error = await #expect(throws: StorageError.self) { _ = try await backUp() }
        #expect(error?.code == .corrupt)
        #expect(try names == [])
    }

    @Test("a backup can be taken of a database of another version, such as before an upgrade")
    func otherVersion() async throws {
        try database.close()
        let raw = try DatabaseQueue(path: test.folder.path("slipway.sqlite"))
        try await raw.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')") }
        try raw.close()
        #expect(try await backUp().projects == 0)
    }
}
