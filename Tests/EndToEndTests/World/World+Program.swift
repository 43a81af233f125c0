import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Simulation

/// Where a serving program listens.
struct Addresses: Sendable {
    let listen: String
    let operations: String

    var webhooks: String { "http://\(listen)/webhooks/github" }

    /// As the program says it in its log.
    init?(log: String) {
        guard let line = log.split(separator: "\n").last(where: { $0.contains("Slipway is running") }),
            let listen = line.firstMatch(of: /listen(?:=|":")([^\s"]+)/),
            let operations = line.firstMatch(of: /operations(?:=|":")([^\s"]+)/)
        else { return nil }
        self.listen = String(listen.1)
        self.operations = "http://\(operations.1)"
    }
}

extension World {
    /// Starts the program and points GitHub's webhook at it. Started again, it listens where it did before.
    func start(environment: [String: String] = [:]) async throws {
        let listen = addresses.map { ["--listen", $0.listen] } ?? []
        let format = options.logFormat.map { ["--log-format", $0] } ?? []
        let arguments =
            ["serve", "--config", configurationFile.path, "--log-level", options.logLevel] + format + listen
        let environment = variables(environment)
        let program: Program
        if let limit = options.openFiles {
            program = try await Program(openFiles: limit, arguments, environment: environment, log: nextLog())
        } else {
            program = try await Program(arguments, environment: environment, log: nextLog())
        }
        self.program = program
        let addresses = try await eventually("slipway tells where it listens") {
            if let ending = program.ending { throw Unexpected("slipway ended: \(ending)") }
            return Addresses(log: program.output)
        }
        self.addresses = addresses
        guard options.hasWebhook else { return }
        await github.setAppWebhook(url: addresses.webhooks, secret: Self.webhookSecret)
    }

    /// SIGKILL, as a machine that loses its power.
    func kill() async throws {
        program?.signal(SIGKILL)
        _ = try await program?.end()
    }

    /// The program, which is expected to die by itself, has done so.
    func dies() async throws -> Program.Ending? {
        try await program?.end()
    }

    /// SIGTERM; returns how the program ended.
    func terminate() async throws -> Program.Ending? {
        program?.signal(SIGTERM)
        return try await program?.end()
    }

    /// Starts it again, with the same database.
    func restart() async throws {
        try await start()
    }

    /// Runs another command of the program, such as `delivery list --json`, beside the one that serves.
    func slipway(_ arguments: String...) async throws -> CommandResult {
        try await command(arguments + ["--config", configurationFile.path])
    }

    func command(_ arguments: [String], environment: [String: String] = [:]) async throws -> CommandResult {
        let program = try await Program(arguments, environment: variables(environment), log: nextLog())
        let status = try await program.end()
        return CommandResult(output: program.output, status: status)
    }

    func variables(_ more: [String: String]) -> [String: String] {
        // Patience for a machine under load; what never comes is the matter of tests that say how long it is waited for.
        let own = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "NO_COLOR": "1", "SLIPWAY_PACE": "test",
            "SLIPWAY_PATIENCE": "120",
        ]
        return own.merging(options.environment) { $1 }.merging(more) { $1 }
    }
}

/// The world is not as the test needs it.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
