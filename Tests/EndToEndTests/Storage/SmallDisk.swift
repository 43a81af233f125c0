import Foundation
import Testing

/// A file system of a few megabytes, in memory, that a test can fill and make read-only.
struct SmallDisk: Sendable {
    let place: URL

    /// Whether this process may mount one.
    static let isAllowed: Bool = {
        let place = FileManager.default.temporaryDirectory.appending(path: "slipway-mount-\(UUID().uuidString)")
        guard let disk = try? SmallDisk(at: place, megabytes: 1) else { return false }
        disk.remove()
        try? FileManager.default.removeItem(at: place)
        return true
    }()

    init(at place: URL, megabytes: Int) throws {
        self.place = place
        try FileManager.default.createDirectory(
            at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Self.check(mount("slipway-test", place.path, "tmpfs", 0, "size=\(megabytes)m,mode=0700"))
    }

    private var ballast: URL { place.appending(path: "ballast") }

    /// Leaves not a byte.
    func fill() throws {
        let file = open(ballast.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard file >= 0 else { throw Unexpected("the disk cannot be filled: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        for size in [1 << 16, 1 << 12, 1] {
            let part = [UInt8](repeating: 0, count: size)
            while write(file, part, size) > 0 {}
        }
        guard errno == ENOSPC else { throw Unexpected("the disk is not full: \(String(cString: strerror(errno)))") }
    }

    func free() throws {
        try FileManager.default.removeItem(at: ballast)
    }

    func setWritable(_ isWritable: Bool) throws {
        let flags = UInt(MS_REMOUNT) | (isWritable ? 0 : UInt(MS_RDONLY))
        try Self.check(mount("slipway-test", place.path, "tmpfs", flags, nil))
    }

    func remove() {
        umount2(place.path, Int32(MNT_DETACH))
    }

    private static func check(_ result: Int32) throws {
        guard result == 0 else { throw Unexpected("a file system: \(String(cString: strerror(errno)))") }
    }
}

extension World {
    nonisolated var data: URL { folder.appending(path: "data") }

    /// A world whose data folder is a small disk of its own; the program is not started.
    static func withSmallDisk(_ body: @escaping @Sendable (World, SmallDisk) async throws -> Void) async throws {
        try await with(.stopped) { world in
            let disk = try SmallDisk(at: world.data, megabytes: 96)
            do {
                try await body(world, disk)
                try await world.kill()
                disk.remove()
            } catch {
                try? await world.kill()
                disk.remove()
                throw error
            }
        }
    }
}
