import Foundation

/// A program that is installed, such as git.
struct GitTool: Sendable {
    struct Failed: Error {
        let status: Int32
        let output: String
    }

    let path: String

    static func find(_ name: String) -> GitTool? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile).map(GitTool.init)
    }

    /// Runs it and returns what it printed.
    @discardableResult
    func run(_ arguments: [String], input: Data = Data(), environment: [String: String] = [:]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let clean = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": "/nonexistent", "LC_ALL": "C"]
        process.environment = clean.merging(environment) { _, mine in mine }
        let (standardInput, output) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: input)
        try standardInput.fileHandleForWriting.close()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
        }
        return data
    }

    func text(_ arguments: [String], input: Data = Data(), environment: [String: String] = [:]) throws -> String {
        let data = try run(arguments, input: input, environment: environment)
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs it without blocking the threads on which the simulator it may talk to answers.
    @discardableResult
    func run(_ arguments: [String], input: Data = Data(), environment: [String: String] = [:]) async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let result = Result { try Self.blocking(self, arguments, input, environment) }
                continuation.resume(with: result)
            }
        }
    }

    func text(
        _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
    ) async throws -> String {
        let data = try await run(arguments, input: input, environment: environment)
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func blocking(
        _ tool: GitTool, _ arguments: [String], _ input: Data, _ environment: [String: String]
    ) throws -> Data {
        try tool.run(arguments, input: input, environment: environment)
    }

    static func inTemporaryFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "simulated-github-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    static func inTemporaryFolderAsync(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "simulated-github-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}
