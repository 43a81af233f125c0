import Foundation
import Storage

/// The database, looked at beside the process that serves from it.
struct DatabaseExamination: Examination {
    /// A large database is read from its first to its last page.
    private static let patience = Duration.seconds(120)

    let folder: URL
    /// The encryption keys that the configuration gives; nil: those of the folder.
    let keys: @Sendable () throws -> Keyring?
    let inspection: Fact<DatabaseInspection>

    init(folder: URL, keys: @escaping @Sendable () throws -> Keyring? = { nil }) {
        self.folder = folder
        self.keys = keys
        inspection = Fact { try await Database.inspect(folder) }
    }

    var area: Check.Area { .database }

    var probes: [Probe] {
        [
            Probe("integrity", limit: Self.patience) { try await integrity() },
            Probe("sealing") { try await sealing() },
            Probe("space") { try space() },
        ]
    }

    private func integrity() async throws -> Finding {
        guard Database.exists(in: folder) else {
            return .ok("There is none yet: `slipway serve` makes it in \(folder.path).")
        }
        do {
            let size = try await inspection.value.size
            return .ok(
                "Every page is sound (\(DiskSpace.text(size.bytes)), of these \(DiskSpace.text(size.freeBytes)) free).")
        } catch let error as StorageError where error.code == .missing {
            return .warning(error.whatHappened, error.whatToDo)
        }
    }

    private func sealing() async throws -> Finding {
        guard Database.exists(in: folder) else { return .ok("Nothing is sealed yet.") }
        do {
            return try await Database.sealing(of: folder, keys: keys()).finding
        } catch let error as StorageError where error.code != .wrongKey {
            throw Unchecked("the database cannot be read.")
        }
    }

    private func space() throws -> Finding {
        // Before the first start the folder may not be there yet.
        var place = folder
        while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
            place = place.deletingLastPathComponent()
        }
        guard access(place.path, W_OK) == 0 else {
            // A folder above it belongs to others too: it is not given away.
            let give = place.path == folder.path ? "sudo chown -R" : "sudo install -d -m 700 -o"
            return .failure(
                "\(place.path) is not writable for this user.",
                "\(give) \(NSUserName()) \(folder.path)   (or set data)")
        }
        return try DiskSpace(at: place).finding
    }
}
