import Foundation

/// A text that only this user may read, such as a secret: there completely or not at all, whenever the machine stops.
public struct PrivateText: Sendable {
    /// Why it could not be written, in the system's words.
    public struct Failure: Error, Sendable {
        public let file: String
        public let reason: String
    }

    let file: URL
    let mode: mode_t

    /// - Parameter mode: the permissions it is made with.
    public init(_ file: URL, mode: mode_t = 0o600) {
        self.file = file
        self.mode = mode
    }

    private var draft: String { "\(file.path).\(ProcessInfo.processInfo.processIdentifier).draft" }

    /// On the disk when it returns.
    /// - Parameter replacing: whether what is there goes; otherwise that is a failure.
    public func write(_ text: String, replacing: Bool) throws(Failure) {
        let draft = draft
        unlink(draft)
        defer { unlink(draft) }
        try fill(draft, text)
        try Self.put(draft, at: file.path, replacing: replacing)
    }

    /// Whether it could be written: room is asked for, and nothing stays.
    public func rehearse() throws(Failure) {
        defer { unlink(draft) }
        unlink(draft)
        try fill(draft, String(repeating: " ", count: 16_384))
    }

    /// Puts this file in the place of another, which is gone then.
    public func take(placeOf other: URL) throws(Failure) {
        try Self.put(file.path, at: other.path, replacing: true)
    }

    /// When a file was last written, in nanoseconds since 1970; nil when there is none.
    public static func written(_ file: URL) -> Int64? {
        var status = stat()
        guard stat(file.path, &status) == 0 else { return nil }
        return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }

    private func fill(_ path: String, _ text: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw Self.failure(file.path) }
        defer { close(descriptor) }
        // Whatever the umask is.
        guard fchmod(descriptor, mode) == 0 else { throw Self.failure(file.path) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Self.failure(file.path) }
            rest = rest.dropFirst(written)
        }
        guard fsync(descriptor) == 0 else { throw Self.failure(file.path) }
    }
}

extension PrivateText {
    /// Gives a complete file, which is on the disk, its name.
    static func put(_ draft: String, at file: String, replacing: Bool) throws(Failure) {
        let done = replacing ? rename(draft, file) : link(draft, file)
        guard done == 0 else { throw failure(file) }
        try sync(URL(filePath: file).deletingLastPathComponent().path)
    }

    /// What was written to a file or a folder is on the disk when this returns.
    static func sync(_ path: String) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func failure(_ file: String) -> Failure {
        Failure(file: file, reason: String(cString: strerror(errno)).lowercased())
    }
}

extension PrivateText.Failure {
    var storageError: StorageError {
        StorageError(
            .unusable, "\(file) cannot be written: \(reason).",
            whatToDo: "Look at the free space there and the permissions.")
    }
}
