import Foundation
import GRDB
import Testing

@testable import Storage

@Suite("Packed bodies", .timeLimit(.minutes(1)))
struct PackedBodyTests {
    static let repetitive = Data(
        String(repeating: #"{"url":"https://api.github.com/repos/acme/shop"},"#, count: 200).utf8)

    @Test("a body that repeats itself takes less room, and comes back as it was")
    func roundTrip() throws {
        let packed = PackedBody(Self.repetitive)
        #expect(packed.size == Self.repetitive.count)
        #expect(packed.bytes.count < Self.repetitive.count / 4)
        #expect(try packed.body() == Self.repetitive)
    }

    @Test("a body that does not get smaller lies there as it came", arguments: [0, 1, 255, 256, 4096, 100_000])
    func incompressible(count: Int) throws {
        var generator = SystemRandomNumberGenerator()
        let body = Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let packed = PackedBody(body)
        #expect(packed.size == nil)
        #expect(packed.bytes == body)
        #expect(try packed.body() == body)
    }

    @Test("a damaged block is never taken for a body", arguments: [-1, 1, 1_000_000_000, 0, -5])
    func damaged(off: Int) {
        let packed = PackedBody(Self.repetitive)
        let wrongSize = PackedBody(bytes: packed.bytes, size: Self.repetitive.count + off)
        if off != 0 { #expect(throws: StorageError.self) { try wrongSize.body() } }
        let cut = PackedBody(bytes: packed.bytes.dropLast(7), size: Self.repetitive.count)
        #expect(throws: StorageError.self) { try cut.body() }
    }

    @Test("deliveries of before, whose bodies lie there as they came, are read")
    func formerRows() async throws {
        let database = try await TestDatabase().database
        let body = Self.repetitive
        try await database.write { tx in
            try tx.db.execute(
                sql: """
                    INSERT INTO delivery (id, guid, event, received, status) VALUES (7, 'old', 'push', 1, 'queued');
                    INSERT INTO deliveryBody (delivery, body) VALUES (7, ?);
                    """, arguments: [body])
        }
        #expect(try await database.read { try $0.deliveries.show("old") }?.body == body)
    }

    @Test("the log holds the packed body, and gives back the one that came")
    func throughTheLog() async throws {
        let database = try await TestDatabase().database
        let text = String(decoding: Self.repetitive, as: UTF8.self)
        #expect(try await DeliveryLog(database).append(.sample("a", body: text)) == .stored)
        #expect(try await database.read { try $0.deliveries.show("a") }?.body == Self.repetitive)
        let stored = try await database.read { try Int.fetchOne($0.db, sql: "SELECT length(body) FROM deliveryBody") }
        #expect(try #require(stored) < Self.repetitive.count / 4)
    }
}
