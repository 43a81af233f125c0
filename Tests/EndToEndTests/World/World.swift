import Foundation
import Simulation
import Testing

/// A GitHub, a cluster and the real program between them. Tests speak of repositories, pushes and comments.
///
/// ```swift
/// try await World.with { world in
///     let shop = try await world.createRepository("acme/web-shop")
///     try await shop.isActive()
/// }
/// ```
actor World {
    nonisolated let github: SimulatedGitHub
    nonisolated let cluster: SimulatedCluster
    /// Where the cluster's Flux fetches from.
    nonisolated let sources: any SourceFetching
    nonisolated let folder: URL
    let options: Options
    var program: Program?
    var addresses: Addresses?
    private var starts = 0

    /// Runs a test in a world of its own and takes the world down afterwards. When the test throws, the end of the
    /// program's log is part of the report.
    static func with(
        _ options: Options = Options(), sourceLocation: SourceLocation = #_sourceLocation,
        _ body: @Sendable (World) async throws -> Void
    ) async throws {
        await Places.worlds.take()
        do {
            try await live(options, body)
        } catch {
            await Places.worlds.giveBack()
            throw error
        }
        await Places.worlds.giveBack()
    }

    private static func live(_ options: Options, _ body: @Sendable (World) async throws -> Void) async throws {
        let world = try await World(options)
        do {
            if options.isServing { try await world.start() }
            try await body(world)
        } catch {
            let log = await world.logTail
            await world.takeDown()
            throw Failed(error: error, log: log)
        }
        await world.takeDown()
    }

    private init(_ options: Options) async throws {
        self.options = options
        folder = FileManager.default.temporaryDirectory.appending(path: "slipway-e2e-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var github = options.github
        github.registryHost = nil
        github.recording = Recordings.newFile().path
        self.github = try await SimulatedGitHub.start(github)
        sources = await options.sources?(self.github) ?? self.github
        cluster = try await SimulatedCluster.start(options.cluster, sources: sources, images: self.github)
        let token = await self.github.createClassicToken(scopes: ["read:packages"])
        try writeConfiguration(registryToken: token)
    }

    private func takeDown() async {
        program?.signal(SIGKILL)
        _ = try? await program?.end()
        Attachment.record(program?.output ?? "", named: "slipway.log")
        await Recordings.keep(cluster.requests())
        await cluster.stop()
        await github.shutdown()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The next file for what the program prints.
    func nextLog() -> URL {
        starts += 1
        return folder.appending(path: "slipway-\(starts).log")
    }

    private var logTail: String {
        // A round of a sweep that found nothing tells nothing.
        (program?.output ?? "").split(separator: "\n").filter { !$0.contains("asked=0 lost=0") }.suffix(40).joined(
            separator: "\n")
    }
}

/// Why a test did not get to its end, with what the program said last.
struct Failed: Error, CustomStringConvertible {
    let error: any Error
    let log: String

    var description: String { "\(error)\n--- the end of slipway's log ---\n\(log)" }
}
