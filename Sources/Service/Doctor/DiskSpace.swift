import Foundation

/// Room on the disk of the data folder.
struct DiskSpace: Sendable {
    /// Less than this is gone in a moment: the write-ahead log alone may take 64 MB.
    static let least: Int64 = 128 << 20
    static let comfortable: Int64 = 1 << 30

    let folder: String
    let free: Int64
    let total: Int64
    /// Whether a file can still be made, apart from its content.
    var hasFreeFiles = true

    var finding: Finding {
        let words = "\(Self.text(free)) of \(Self.text(total)) are free at \(folder)"
        let remedy = "du -xh \(folder) | sort -h | tail   (free some space, or set data to a larger disk)"
        guard hasFreeFiles else {
            return .failure(
                "No file can be made any more at \(folder): the disk has no free inodes.", "df -i \(folder)")
        }
        guard free >= Self.least else {
            return .failure("Only \(words): deliveries are refused when it is full.", remedy)
        }
        guard free >= Self.comfortable else { return .warning("Only \(words).", remedy) }
        return .ok("\(words).")
    }

    /// `512 B`, `3.2 MB`, `41 GB`
    static func text(_ bytes: Int64) -> String {
        let units = ["B", "KB", "MB", "GB", "TB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1000, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 || value >= 10 ? "\(Int(value)) \(units[unit])" : String(format: "%.1f %@", value, units[unit])
    }
}

extension DiskSpace {
    /// - Throws: ``StartFailure``
    init(at folder: URL) throws {
        var state = statvfs()
        guard statvfs(folder.path, &state) == 0 else {
            throw StartFailure(
                "the disk of \(folder.path) cannot be looked at: \(String(cString: strerror(errno))).",
                whatToDo: "df -h \(folder.path)")
        }
        let block = Int64(state.f_frsize)
        self.init(
            folder: folder.path, free: Int64(clamping: state.f_bavail) * block,
            total: Int64(clamping: state.f_blocks) * block,
            // File systems without a fixed number of inodes say zero of zero.
            hasFreeFiles: state.f_files == 0 || state.f_favail > 0)
    }
}
