import Foundation
import Subprocess
import SystemPackage

/// A program of this machine that a test needs: git, kubectl, gzip, a Python with a package.
///
/// It is started with swift-subprocess: Foundation's `Process.run()` reads beyond the end of what `readdir` gave it and now
/// and then takes the whole test process with it (https://github.com/swiftlang/swift-corelibs-foundation/pull/5472).
public struct InstalledTool: Sendable {
    /// It did not end with exit status 0.
    public struct Failed: Error {
        public let status: TerminationStatus
        /// Both its streams in one.
        public let output: String
    }

    /// Its absolute path.
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// The first one of that name on PATH, or nil.
    public static func find(_ name: String) -> InstalledTool? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile).map(
            InstalledTool.init)
    }

    /// Runs it and returns what it printed, both streams in one.
    ///
    /// - Parameter environment: All it is to know; nil for what this process knows.
    /// - Throws: ``Failed`` if it does not end with exit status 0.
    @discardableResult
    public func run(
        _ arguments: [String], input: Data = Data(), environment: [String: String]? = nil
    ) async throws -> Data {
        var variables = Environment.inherit
        if let environment {
            variables = .custom(
                Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), $1) }))
        }
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: variables, input: .data(input),
            output: .data(limit: 64 << 20), error: .combinedWithOutput)
        guard result.terminationStatus.isSuccess else {
            throw Failed(
                status: result.terminationStatus, output: String(decoding: result.standardOutput, as: UTF8.self))
        }
        return result.standardOutput
    }

    /// What it printed, without the last line's end.
    public func text(
        _ arguments: [String], input: Data = Data(), environment: [String: String]? = nil
    ) async throws -> String {
        let data = try await run(arguments, input: input, environment: environment)
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension InstalledTool {
    /// The real kustomize is inside kubectl.
    public static let kubectl = find("kubectl")

    /// What `kubectl kustomize` makes of a folder among these files.
    public func kustomize(_ files: [String: Data], folder: String) async throws -> String {
        let root = FileManager.default.temporaryDirectory.appending(path: "kustomize-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, contents) in files {
            let file = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try contents.write(to: file)
        }
        return try await text(["kustomize", root.appending(path: folder).path])
    }
}
