import Foundation
import Synchronization

/// Makes sure that only one process serves from a data folder. The kernel gives the lock up with the process, however
/// it ends.
final class FolderLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// - Throws: `inUse`, `unusable`
    init(_ folder: URL) throws {
        let file = folder.appending(path: "slipway.lock")
        let descriptor = file.withUnsafeFileSystemRepresentation { path in
            path.map { Foundation.open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) } ?? -1
        }
        guard descriptor >= 0 else {
            throw StorageError(
                .unusable, "The data folder \(folder.path) is not writable.",
                whatToDo: "Make it writable for this user, or set `data` to another folder.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StorageError(
                .inUse, "Another Slipway already serves from \(folder.path).",
                whatToDo: "Stop it first, or set `data` to another folder.")
        }
        self.descriptor = Mutex(descriptor)
    }

    func release() {
        descriptor.withLock { descriptor in
            guard let open = descriptor else { return }
            // A child process that has just been forked holds the file open as well: closing would not be enough.
            flock(open, LOCK_UN)
            close(open)
            descriptor = nil
        }
    }

    deinit {
        release()
    }
}
