import Foundation
import Storage

/// Somebody else who writes to the database and does not come to an end: no commit gets through meanwhile.
struct StalledDisk {
    private let end = DispatchSemaphore(value: 0)
    private let writing: Task<Void, any Error>

    /// Returns when the database is locked.
    init(_ folder: URL) async throws {
        let database = try await Database.besideServing(at: folder)
        let (locked, isLocked) = AsyncStream.makeStream(of: Void.self)
        writing = Task { [end] in
            try await database.write { _ in
                isLocked.finish()
                end.wait()
            }
            try database.close()
        }
        for await _ in locked {}
    }

    func goOn() async throws {
        end.signal()
        try await writing.value
    }
}
