import Automations
import Foundation
import GitHubAPI
import Redaction
import Simulation
import Storage
import Testing

@testable import Service

@Suite("Following GitHub's credential")
struct CredentialChangeTests {
    private func change(
        _ world: RenewalWorld, _ credential: Configuration.Credential, key: String = "k"
    ) async throws -> CredentialChange {
        var refresh = try await world.refresh()
        if case .token(let token) = credential {
            let client = GitHubClient(
                configuration: try .init(api: world.github.apiURL), credential: .token(token), http: world.http,
                now: { world.time.now })
            refresh = CredentialRefresh(
                database: world.fixture.database, github: client, cluster: world.cluster, settings: Settings(),
                logger: NotedLog.logger(world.notes), now: { world.time.now })
        }
        return CredentialChange(
            database: world.fixture.database, github: refresh.github, credential: credential, credentials: refresh,
            key: [Redacted(key)], logger: NotedLog.logger(world.notes), spacing: .zero, now: { world.time.now })
    }

    /// What Flux logs in with, over all projects.
    private func passwords(_ world: RenewalWorld) async -> Set<String> {
        let secrets = await world.simulated.objects("Secret").filter { $0.name.hasSuffix("-git-auth") }
        return Set(
            secrets.compactMap { $0["data", "password"]?.string.flatMap { Data(base64Encoded: $0) } }
                .map { String(decoding: $0, as: UTF8.self) })
    }

    private func writes(_ world: RenewalWorld) async -> Int {
        await world.simulated.requests().filter { $0.verb == "patch" && $0.resource == "secrets" }.count
    }

    @Test func aTokenFileThatChangesIsReadAgainAndFluxGetsTheNewOne() async throws {
        try await RenewalWorld.with(projects: 4) { world in
            let first = try await world.github.createToken()
            let file = try world.fixture.folder.write(first + "\n", to: "token")
            let token = LiveSecret(Redacted(first), file: file)
            let running = try await change(world, .token(token))
            await running.look()
            let held1 = await passwords(world)
            #expect(held1 == [first])
            let before = await writes(world)
            await running.look()
            #expect(await writes(world) == before, "nothing has changed")
            let second = try await world.github.createToken()
            try world.fixture.folder.write(second, to: "token")
            await running.look()
            #expect(token.value.value == second)
            let held2 = await passwords(world)
            #expect(held2 == [second])
            // While it is being replaced it may be empty.
            try world.fixture.folder.write("", to: "token")
            await running.look()
            #expect(token.value.value == second)
            // After a restart with the same: nothing to do. What the database holds is no token.
            let written = await writes(world)
            try await change(world, .token(LiveSecret(Redacted(second)))).look()
            #expect(await writes(world) == written)
            let names = try await world.fixture.database.read { try $0.sweeps.all() }.map(\.name)
            #expect(names.count { $0.hasPrefix(CredentialChange.recordPrefix) } == 1)
            let known = names.joined()
            #expect(!known.contains(second) && !known.contains(Fingerprint.of([second], key: [])))
            let told = world.notes.all.joined()
            #expect(told.contains("GitHub's token was replaced") && !told.contains(second))
        }
    }

    @Test func anotherTokenAfterARestart() async throws {
        try await RenewalWorld.with(projects: 2) { world in
            let (first, second) = (try await world.github.createToken(), try await world.github.createToken())
            try await change(world, .token(LiveSecret(Redacted(first)))).look()
            try await change(world, .token(LiveSecret(Redacted(second)))).look()
            let held = await passwords(world)
            #expect(held == [second])
        }
    }

    @Test func anAppInThePlaceOfATokenAndTheOtherWayRound() async throws {
        try await RenewalWorld.with(projects: 2) { world in
            let app = Configuration.Credential.app(
                id: Int64(world.github.app.id), privateKey: Redacted(world.github.app.privateKeyPEM))
            // Tokens of the App that nobody doubts stay.
            try await change(world, app).look()
            #expect(await world.asked().isEmpty)
            let token = try await world.github.createToken()
            try await change(world, .token(LiveSecret(Redacted(token)))).look()
            let held1 = await passwords(world)
            #expect(held1 == [token])
            try await change(world, app).look()
            let held2 = await passwords(world)
            #expect(held2.count == 2 && held2.allSatisfy { $0.hasPrefix("ghs_") })
            let kinds = try await world.fixture.database.read { tx in
                try world.ids.map { try tx.credentials.find($0.value)?.kind }
            }
            #expect(kinds == [.app, .app])
        }
    }
}
