import Foundation

/// What the kernel says a process holds in memory, in MB.
struct ProcessMemory: CustomStringConvertible {
    /// Now.
    let resident: Int
    /// At most, since it began.
    let peak: Int

    init?(of process: Int32) {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let resident = Self.megabytes("VmRSS", in: text), let peak = Self.megabytes("VmHWM", in: text)
        else { return nil }
        (self.resident, self.peak) = (resident, peak)
    }

    private static func megabytes(_ name: String, in text: String) -> Int? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 / 1_024 }
    }

    var description: String { "memory \(resident) MB, at most \(peak) MB" }
}
