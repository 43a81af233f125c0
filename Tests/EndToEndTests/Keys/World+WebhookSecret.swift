import Foundation
import Simulation
import Testing

extension World {
    nonisolated var secretFile: URL { folder.appending(path: "hook-secret") }

    nonisolated var secret: String {
        get throws {
            try String(contentsOf: secretFile, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    nonisolated var secretFileNames: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("hook-secret") }
                .sorted()
        }
    }

    /// The configuration names a file of the secret instead of holding it.
    func useSecretFile() throws {
        try write(Self.webhookSecret, to: "hook-secret")
        try change("  webhookSecrets: [ \"\(Self.webhookSecret)\" ]\n", to: "  webhookSecretFiles: [ hook-secret ]\n")
    }

    /// Runs a test while GitHub delivers without a pause, and looks afterwards whether every delivery was taken.
    /// - Parameters:
    ///   - prepare: is called before the program starts.
    ///   - register: makes a webhook with that address; nil: the App's.
    static func withSecretFile(
        mayBeDown: Bool = false,
        prepare: @Sendable (World) async throws -> Void = { _ in },
        register: (@Sendable (World, String) async throws -> Void)? = nil,
        _ body: @Sendable (World) async throws -> Void
    ) async throws {
        try await with(
            .with {
                $0.isServing = false
                $0.hasWebhook = false
            }
        ) { world in
            try await world.useSecretFile()
            try await prepare(world)
            try await world.start()
            guard let url = await world.addresses?.webhooks else { throw Unexpected("slipway does not listen") }
            if let register {
                try await register(world, url)
            } else {
                await world.github.setAppWebhook(url: url, secret: webhookSecret)
            }
            try await world.waitFor("the first ping arrives") { await world.arrived > 0 }
            let flow = Task { try await world.deliverAgainAndAgain() }
            defer { flow.cancel() }
            try await body(world)
            flow.cancel()
            _ = try? await flow.value
            try await world.waitFor("nothing is on its way") { await !world.github.hasPendingDeliveries }
            let all = await world.github.deliveries()
            #expect(all.count > 10)
            #expect(all.allSatisfy { $0.statusCode != 401 })
            // What comes while nobody listens is asked for by the sweep. No closure here: after one in an `#expect` inside of a
            // closure, Swift 6.3.1 gives the next one of the same type the body of that one.
            for delivery in all where !mayBeDown && !(200...299).contains(delivery.statusCode) {
                Issue.record("\(delivery.event) \(delivery.status) \(delivery.statusCode)")
            }
        }
    }

    private nonisolated var arrived: Int {
        get async { await github.deliveries().count { $0.status == "OK" } }
    }

    /// One after another, signed with what GitHub has at that moment.
    private nonisolated func deliverAgainAndAgain() async throws {
        guard let first = await github.deliveries().first else { return }
        while !Task.isCancelled {
            try await github.redeliver(first.id)
            try await waitFor("it is answered") { await !github.hasPendingDeliveries }
        }
    }

    func rotateWebhook(_ environment: [String: String] = [:], quiet: Double = 0.5) async throws -> CommandResult {
        try await command(
            ["keys", "rotate-webhook", "--quiet", "\(quiet)", "--config", configurationFile.path],
            environment: environment)
    }
}
