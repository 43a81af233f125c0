import Foundation
import Synchronization

/// The real `slipway` as a child process. Everything it prints goes to one file.
final class Program: Sendable {
    /// How a process ended: with an exit status, or killed by a signal.
    enum Ending: Sendable, Equatable {
        case exited(Int32)
        case killed(Int32)
    }

    private final class Box: Sendable {
        let ending = Mutex<Ending?>(nil)
    }

    /// Where SwiftPM puts it: beside the test bundle. `SLIPWAY_BINARY` names another one, for benchmarks.
    static let executable: URL = {
        if let other = ProcessInfo.processInfo.environment["SLIPWAY_BINARY"] { return URL(filePath: other) }
        let beside = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "slipway")
        if let beside, FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        return PackageRoot.url.appending(path: ".build/debug/slipway")
    }()

    /// Which build that is.
    static let buildName = ProcessInfo.processInfo.environment["SLIPWAY_BUILD"] ?? "debug build"

    let log: URL
    private let process = Process()
    private let box = Box()

    /// Starts it.
    convenience init(_ arguments: [String], environment: [String: String], log: URL) throws {
        try self.init(Self.executable, arguments, environment: environment, log: log)
    }

    /// Starts it where the system lets a process open only so many files.
    convenience init(openFiles: Int, _ arguments: [String], environment: [String: String], log: URL) throws {
        try self.init(
            URL(filePath: "/bin/sh"),
            ["-c", "ulimit -n \(openFiles) && exec \"$0\" \"$@\"", Self.executable.path] + arguments,
            environment: environment, log: log)
    }

    /// Starts another program in the same way.
    init(_ executable: URL, _ arguments: [String], environment: [String: String], log: URL) throws {
        self.log = log
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        defer { try? output.close() }
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = log.deletingLastPathComponent()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        process.terminationHandler = { [box] process in
            let code = process.terminationStatus
            let ending: Ending = process.terminationReason == .exit ? .exited(code) : .killed(code)
            box.ending.withLock { $0 = ending }
        }
        try process.run()
    }

    var processIdentifier: Int32 { process.processIdentifier }

    /// `nil` while it runs.
    var ending: Ending? { box.ending.withLock { $0 } }

    /// Everything it printed so far.
    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) {
        if ending == nil { kill(process.processIdentifier, number) }
    }

    func end(within limit: Duration = World.patience) async throws -> Ending {
        try await eventually("slipway ends", within: limit) { ending }
    }
}

/// What a command of `slipway` printed, and how it ended.
struct CommandResult: Sendable {
    let output: String
    let status: Program.Ending
}
