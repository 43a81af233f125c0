import Foundation
import InstalledTools

/// git, with nothing of this machine's configuration.
struct GitTool: Sendable {
    let tool: InstalledTool

    static func find() -> GitTool? {
        InstalledTool.find("git").map(GitTool.init)
    }

    /// Runs it and returns what it printed.
    @discardableResult
    func run(_ arguments: [String], input: Data = Data(), environment: [String: String] = [:]) async throws -> Data {
        try await tool.run(arguments, input: input, environment: Self.clean(environment))
    }

    func text(
        _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
    ) async throws -> String {
        try await tool.text(arguments, input: input, environment: Self.clean(environment))
    }

    private static func clean(_ environment: [String: String]) -> [String: String] {
        let clean = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": "/nonexistent", "LC_ALL": "C"]
        return clean.merging(environment) { _, mine in mine }
    }

    static func inTemporaryFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "simulated-github-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}
