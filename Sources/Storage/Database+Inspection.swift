import Foundation
import GRDB

/// What a look at a database from outside found, when it is sound.
public struct DatabaseInspection: Sendable, Equatable {
    public var size: DatabaseSize
    /// When the newest delivery arrived, by the clock of that time; nil when there is none.
    public var newestDelivery: Date?
}

extension Database {
    /// Looks at every page of a database, also while another process serves from it, and changes nothing.
    /// - Throws: `missing`, `corrupt`, `newerVersion`, or why it cannot be read.
    public static func inspect(_ folder: URL) async throws -> DatabaseInspection {
        try await StorageError.translating {
            let file = try existingFile(in: folder)
            let reader = try readingConnection(file)
            defer { try? reader.close() }
            return try await reader.read { db in
                try Soundness.quickCheck(db)
                try Schema.refuseOther(db, in: folder)
                return DatabaseInspection(
                    size: try DatabaseSize(db, file: file.path),
                    newestDelivery: try Int64.fetchOne(
                        db, sql: "SELECT received FROM delivery ORDER BY id DESC LIMIT 1"
                    ).map(Date.init(milliseconds:)))
            }
        }
    }

    /// Whether a data folder holds a database.
    public static func exists(in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: fileName).path)
    }
}
