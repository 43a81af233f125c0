import Foundation
import Subprocess
import Synchronization
import SystemPackage

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
    let processIdentifier: Int32
    private let box = Box()

    /// Starts it.
    convenience init(_ arguments: [String], environment: [String: String], log: URL) async throws {
        try await self.init(Self.executable, arguments, environment: environment, log: log)
    }

    /// Starts it where the system lets a process open only so many files.
    convenience init(openFiles: Int, _ arguments: [String], environment: [String: String], log: URL) async throws {
        try await self.init(
            URL(filePath: "/bin/sh"),
            ["-c", "ulimit -n \(openFiles) && exec \"$0\" \"$@\"", Self.executable.path] + arguments,
            environment: environment, log: log)
    }

    /// Starts another program in the same way.
    init(_ executable: URL, _ arguments: [String], environment: [String: String], log: URL) async throws {
        self.log = log
        try Data().write(to: log)
        let output = try FileDescriptor.open(FilePath(log.path), .writeOnly, options: .closeOnExec)
        let environment = Environment.custom(
            Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), $1) }))
        processIdentifier = try await withCheckedThrowingContinuation { [box] started in
            Task {
                let isStarted = Mutex(false)
                do {
                    let result = try await Subprocess.run(
                        .path(FilePath(executable.path)), arguments: Arguments(arguments), environment: environment,
                        workingDirectory: FilePath(log.deletingLastPathComponent().path), input: .none,
                        output: .fileDescriptor(output, closeAfterSpawningProcess: true), error: .combinedWithOutput
                    ) { execution in
                        isStarted.withLock { $0 = true }
                        started.resume(returning: execution.processIdentifier.value)
                    }
                    let ending: Ending =
                        switch result.terminationStatus {
                        case .exited(let status): .exited(status)
                        case .signaled(let number): .killed(number)
                        }
                    box.ending.withLock { $0 = ending }
                } catch {
                    if !isStarted.withLock({ $0 }) { started.resume(throwing: error) }
                }
            }
        }
    }

    /// `nil` while it runs.
    var ending: Ending? { box.ending.withLock { $0 } }

    /// Everything it printed so far.
    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) {
        if ending == nil { kill(processIdentifier, number) }
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
