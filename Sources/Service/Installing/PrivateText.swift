import Foundation

/// Writes texts that only this user may read, and that are complete on the disk when they have their name.
struct PrivateText {
    /// Why it could not be written, in the system's words.
    struct Failure: Error {
        let file: String
        let reason: String
    }

    let file: URL
    /// The permissions it is made with.
    var mode: mode_t = 0o600

    private var draft: String { "\(file.path).\(ProcessInfo.processInfo.processIdentifier).draft" }

    /// - Parameter replacing: whether what is there goes; otherwise that is a failure.
    func write(_ text: String, replacing: Bool) throws(Failure) {
        let draft = draft
        unlink(draft)
        defer { unlink(draft) }
        try fill(draft, text)
        let done = replacing ? rename(draft, file.path) : link(draft, file.path)
        guard done == 0 else { throw failure }
        try sync(file.deletingLastPathComponent().path)
    }

    /// Whether it could be written: room is asked for, and nothing stays.
    func rehearse() throws(Failure) {
        defer { unlink(draft) }
        unlink(draft)
        try fill(draft, String(repeating: " ", count: 16_384))
    }

    private func fill(_ path: String, _ text: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw failure }
        defer { close(descriptor) }
        // Whatever the umask is.
        guard fchmod(descriptor, mode) == 0 else { throw failure }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw failure }
            rest = rest.dropFirst(written)
        }
        guard fsync(descriptor) == 0 else { throw failure }
    }

    private func sync(_ folder: String) throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure }
    }

    private var failure: Failure { Failure(file: file.path, reason: String(cString: strerror(errno)).lowercased()) }
}
