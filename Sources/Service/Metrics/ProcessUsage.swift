import Foundation

/// What this process holds of the machine, where the system tells (proc(5)).
enum ProcessUsage {
    /// Bytes that are in memory.
    static var memory: Int? {
        // Total and resident size, in pages.
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * Int(getpagesize())
    }

    /// Files, sockets and pipes.
    static var openFiles: Int? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count
    }
}
