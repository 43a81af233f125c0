import Foundation

/// Where this package lies.
enum PackageRoot {
    static let url = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .standardizedFileURL

    /// Material that may lie beside the package; tests that read it are skipped where it is missing.
    static let shared = url.deletingLastPathComponent().appending(path: "shared")

    static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
}
