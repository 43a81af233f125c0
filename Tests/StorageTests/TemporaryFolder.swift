import Foundation

@testable import Storage

/// A data folder of its own for one test; removed with it.
final class TemporaryFolder: Sendable {
    let url = FileManager.default.temporaryDirectory.appending(path: "slipway-\(UUID().uuidString)")

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appending(path: name).path }
}

/// A database that lives as long as its folder.
struct TestDatabase {
    let folder = TemporaryFolder()
    let database: Database

    init() async throws {
        database = try await Database.open(at: folder.url)
    }
}

/// 2026-01-01 00:00:00 UTC and so many seconds.
func second(_ number: Double) -> Date {
    Date(timeIntervalSince1970: 1_767_225_600 + number)
}

extension Database {
    /// The error a write ends with; nil when it succeeds.
    func refusal<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async -> StorageError? {
        do {
            _ = try await write(body)
            return nil
        } catch {
            return error as? StorageError
        }
    }
}
