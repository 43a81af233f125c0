import Foundation
import Logging
import Service
import Simulation
import Storage

/// The simulated GitHub, the simulated cluster, and Slipway between them, all running.
struct DemoWorld: Sendable {
    let settings: DemoSettings
    let folder: DemoFolder
    let github: SimulatedGitHub
    let cluster: SimulatedCluster
    let addresses: BoundAddresses
    /// Slipway's own records, for what the simulators cannot know: named stages and counts.
    let records: Database

    static let configurationFile = "slipway.yaml"
    static let logFile = "slipway.log"

    /// Starts everything for the time of `body` and puts it away afterwards, whatever happened.
    static func with(
        _ settings: DemoSettings, _ body: @escaping @Sendable (DemoWorld) async throws -> Void
    ) async throws {
        let folder = try DemoFolder()
        defer { folder.remove() }
        let logger = try FileLog.begin(folder.write("", to: logFile))
        let github = try await starting("GitHub") { try await SimulatedGitHub.start(settings.gitHubOptions) }
        do {
            try await with(settings, folder, github, logger, body)
        } catch {
            await github.shutdown()
            throw error
        }
        await github.shutdown()
    }

    private static func with(
        _ settings: DemoSettings, _ folder: DemoFolder, _ github: SimulatedGitHub, _ logger: Logger,
        _ body: @escaping @Sendable (DemoWorld) async throws -> Void
    ) async throws {
        let cluster = try await starting("cluster") {
            try await SimulatedCluster.start(settings.clusterOptions, sources: github, images: github)
        }
        do {
            let file = try await settings.writeConfiguration(into: folder, github, cluster)
            let service = try await RunningService.build(
                Configuration.load(file: file), options: settings.options(github), logger: logger)
            try await serve(service) { addresses in
                let records = try await Database.readOnly(at: URL(filePath: folder.file("data")))
                let world = DemoWorld(
                    settings: settings, folder: folder, github: github, cluster: cluster, addresses: addresses,
                    records: records)
                try await body(world)
            }
        } catch {
            await cluster.stop()
            throw error
        }
        await cluster.stop()
    }

    /// Runs the service beside `body`; whichever ends first ends the other.
    private static func serve(
        _ service: RunningService, _ body: @escaping @Sendable (BoundAddresses) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            group.addTask {
                // Not by cancelling the service, which would tear connections down in the middle of something.
                do {
                    try await body(service.addresses())
                } catch {
                    await service.shutdown()
                    throw error
                }
                await service.shutdown()
            }
            try await group.waitForAll()
        }
    }

    private static func starting<Simulator: Sendable>(
        _ name: String, _ start: () async throws -> Simulator
    ) async throws -> Simulator {
        do {
            return try await start()
        } catch {
            throw StartFailure(
                "the simulated \(name) cannot be started: \(error).",
                whatToDo: "The demo needs free ports on 127.0.0.1. Is opening one allowed for this user?")
        }
    }

    /// The last lines of Slipway's log.
    func logEnd(_ lines: Int = 40) -> [String] {
        let text = (try? String(contentsOfFile: folder.file(Self.logFile), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(lines).map { String($0).printable }
    }
}
