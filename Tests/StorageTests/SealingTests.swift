import Foundation
import GRDB
import Redaction
import Testing

@testable import Storage

@Suite("Sealed values")
struct SealingTests {
    private let place = SealedPlace(table: "gitCredential", row: "one", column: "sealed")
    private let key = SealingKey()
    private let other = SealingKey()

    @Test("a value opens at its place only")
    func places() throws {
        let sealed = try key.seal(Redacted("ghs_secret"), at: place)
        #expect(key.open(sealed, at: place)?.value == "ghs_secret")
        let elsewhere = [
            SealedPlace(table: "otherTable", row: "one", column: "sealed"),
            SealedPlace(table: "gitCredential", row: "two", column: "sealed"),
            SealedPlace(table: "gitCredential", row: "one", column: "other"),
            // The same letters, divided in another way.
            SealedPlace(table: "gitCredentialo", row: "ne", column: "sealed"),
        ]
        for place in elsewhere { #expect(key.open(sealed, at: place) == nil, "\(place)") }
        #expect(other.open(sealed, at: place) == nil)
        #expect(key.openFormer(sealed, row: "one") == nil)
    }

    @Test("a value opens with the key it names only, even if another at hand could")
    func keyIDs() throws {
        let ring = Keyring(key, older: [other])
        let sealed = try other.seal(Redacted("token"), at: place)
        #expect(try ring.open(sealed, with: other.id, at: place).value == "token")
        for id in [key.id, "0000000000000000", nil] {
            #expect(throws: StorageError.self) { try ring.open(sealed, with: id, at: place) }
        }
        // The id is authenticated: the same key under another name does not open it.
        #expect(place.associatedData(key: key.id) != place.associatedData(key: other.id))
    }

    @Test("a changed bit is noticed")
    func changed() throws {
        let sealed = try key.seal(Redacted("token"), at: place)
        for index in sealed.indices {
            var copy = sealed
            copy[index] ^= 1
            #expect(key.open(copy, at: place) == nil)
        }
    }

    @Test("several keys: the first seals, all open, each counts once")
    func ring() throws {
        let texts = [key, other, key].map(\.base64.value)
        for separator in ["\n", ",", " \n\n "] {
            let ring = try Keyring(base64: Redacted(texts.joined(separator: separator) + "\n"))
            #expect(ring.active.id == key.id && ring.older.map(\.id) == [other.id])
        }
        #expect(throws: StorageError.self) { try Keyring(base64: Redacted(" \n")) }
        #expect(throws: StorageError.self) { try Keyring(base64: Redacted(texts[0] + "\nc2hvcnQ=")) }
        #expect("\(key)" == "key \(key.id)" && key.id.count == 16)
    }

    @Test("in the database: tokens of Apps and static ones, moved to another row or under another key, do not open")
    func moved() async throws {
        let test = try await TestDatabase()
        let database = test.database
        let (one, two) = try await database.write { (try $0.registerSample(1), try $0.registerSample(2)) }
        for kind in CredentialRecord.Kind.allCases {
            try await database.write { tx in
                for (project, token) in [(one, "ghs_1"), (two, "ghp_2")] {
                    try tx.credentials.save(
                        project: project, kind: kind, token: Redacted(token), expires: nil, at: second(0))
                }
            }
            #expect(try await database.read { try $0.credentials.token(of: two)?.value } == "ghp_2")
            let changes = [
                "UPDATE gitCredential SET sealed = (SELECT sealed FROM gitCredential WHERE project = '\(one)')",
                "UPDATE gitCredential SET sealedWith = '0123456789abcdef'",
                "UPDATE gitCredential SET sealedWith = NULL",
            ]
            for change in changes {
                let error = await database.refusal { tx in
                    try tx.db.execute(sql: change)
                    _ = try tx.credentials.token(of: two)
                }
                #expect(error?.code == .wrongKey, "\(change)")
            }
            #expect(try await database.read { try $0.credentials.token(of: two)?.value } == "ghp_2")
        }
        let file = try Data(contentsOf: test.folder.url.appending(path: "slipway.sqlite-wal"))
        #expect(file.range(of: Data("ghp_2".utf8)) == nil)
    }
}
