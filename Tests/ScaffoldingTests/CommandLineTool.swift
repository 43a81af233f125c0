import Foundation

/// A program of this machine that a test needs: kubectl, or a Python with a package.
struct CommandLineTool: Sendable {
    let path: String

    /// The first one on PATH, or nil.
    static func find(_ name: String) -> CommandLineTool? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile).map(
            CommandLineTool.init)
    }

    /// What it printed, both streams in one, and its exit status.
    func run(_ arguments: String...) throws -> (output: String, status: Int32) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (String(decoding: output, as: UTF8.self), process.terminationStatus)
    }
}

extension CommandLineTool {
    static let kubectl = find("kubectl")

    static let validationScript = BundledTemplates.package.appending(path: "Tests/Tools/validate_manifests.py").path()

    /// A Python with kubernetes-validate: the one in `.venv` of this package, or the one on PATH.
    static let validatingPython: CommandLineTool? = {
        let own = CommandLineTool(path: BundledTemplates.package.appending(path: ".venv/bin/python").path())
        return [own, find("python3")].compactMap { $0 }
            .first { (try? $0.run(validationScript, "--check").status) == 0 }
    }()
}
