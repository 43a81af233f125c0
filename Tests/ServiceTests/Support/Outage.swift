import GRDB
import Synchronization

@testable import Storage

/// Makes statements of a kind fail, as on a full disk or in another way, while it is on.
final class Outage: Sendable {
    private let flag = Mutex(true)

    /// - Parameters:
    ///   - statements: which, as a trigger says it: `BEFORE INSERT ON step`.
    ///   - refused: because of what is written, and not because of the disk.
    init(_ statements: String, refused: Bool = false, on database: Storage.Database) async throws {
        try await database.connection?.writeWithoutTransaction { db in
            let fail = DatabaseFunction("outage", argumentCount: 0) { [weak self] _ in
                guard self?.isOn == true else { return nil }
                throw DatabaseError(resultCode: refused ? .SQLITE_CONSTRAINT : .SQLITE_FULL)
            }
            db.add(function: fail)
            let number = UInt32.random(in: 0...UInt32.max)
            try db.execute(sql: "CREATE TEMP TRIGGER outage\(number) \(statements) BEGIN SELECT outage(); END")
        }
    }

    var isOn: Bool { flag.withLock { $0 } }
    func end() { flag.withLock { $0 = false } }
}
