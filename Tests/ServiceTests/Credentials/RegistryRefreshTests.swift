import AsyncHTTPClient
import Automations
import Foundation
import KubernetesAPI
import Redaction
import Simulation
import Storage
import Testing

@testable import Service

@Suite("Giving projects the registry's login of now")
struct RegistryRefreshTests {
    private func refresh(_ world: RenewalWorld, _ settings: Settings) -> RegistryRefresh {
        RegistryRefresh(
            database: world.fixture.database, cluster: world.cluster, settings: settings, key: [Redacted("k")],
            logger: NotedLog.logger(world.notes), spacing: .zero, now: { world.time.now })
    }

    private func passwords(_ world: RenewalWorld) async throws -> Set<String> {
        let secrets = await world.simulated.objects("Secret").filter { $0.name.hasSuffix("-ghcr-auth") }
        return Set(
            secrets.compactMap { $0["data", ".dockerconfigjson"]?.string.flatMap { Data(base64Encoded: $0) } }
                .map { String(decoding: $0, as: UTF8.self) }
                .compactMap { $0.firstMatch(of: /"password":"([^"]*)"/).map { String($0.1) } ?? "none" })
    }

    private func writes(_ world: RenewalWorld) async -> Int {
        await world.simulated.requests()
            .filter { $0.verb == "patch" && $0.resource == "secrets" && ($0.status ?? 0) / 100 == 2 }.count
    }

    @Test func aFileThatChangesIsReadAgainAndItsProjectsGetTheNewPassword() async throws {
        try await RenewalWorld.with(projects: 6) { world in
            let file = try world.fixture.folder.write("first\n", to: "token")
            let settings = Settings(
                registries: [
                    Registry(
                        key: "registries[0]", match: Glob("acme/*"), username: "bot",
                        secret: LiveSecret(Redacted("first"), file: file))
                ])
            let running = refresh(world, settings)
            await running.look()
            let held1 = try await passwords(world)
            #expect(held1 == ["first"])
            #expect(await writes(world) == 6)
            await running.look()
            #expect(await writes(world) == 6, "nothing has changed")
            try world.fixture.folder.write("second\n", to: "token")
            await running.look()
            let held2 = try await passwords(world)
            #expect(held2 == ["second"])
            #expect(await writes(world) == 12)
            // While it is being replaced it may be empty.
            try world.fixture.folder.write("", to: "token")
            await running.look()
            let held3 = try await passwords(world)
            #expect(held3 == ["second"])
            // After a restart with the same: nothing to do.
            await refresh(world, settings).look()
            #expect(await writes(world) == 12)
        }
    }

    @Test func onlyTheProjectsOfTheEntryAreConcerned() async throws {
        try await RenewalWorld.with(projects: 4) { world in
            let own = LiveSecret(Redacted("own"))
            let settings = Settings(
                registry: Registry(username: "all", password: Redacted("all")),
                registries: [
                    Registry(key: "registries[0]", match: Glob("acme/project-0"), username: "bot", secret: own)
                ])
            let running = refresh(world, settings)
            await running.look()
            let held4 = try await passwords(world)
            #expect(held4 == ["own", "all"])
            let before = await writes(world)
            own.replace(with: Redacted("newer"))
            await running.look()
            let held5 = try await passwords(world)
            #expect(held5 == ["newer", "all"])
            #expect(await writes(world) == before + 1)
        }
    }

    private static let own = Registry(
        key: "registries[0]", match: Glob("acme/project-0"), username: "bot", secret: LiveSecret(Redacted("own")))
    private static let all = Registry(username: "all", password: Redacted("all"))

    /// Its projects are those of another entry then; and when it comes back, they are its own again.
    @Test func anEntryThatIsRemovedTakesItsLoginAlong() async throws {
        try await RenewalWorld.with(projects: 3) { world in
            let (with, without) = (Settings(registry: Self.all, registries: [Self.own]), Settings(registry: Self.all))
            await refresh(world, with).look()
            let held1 = try await passwords(world)
            #expect(held1 == ["own", "all"])
            await refresh(world, without).look()
            let held2 = try await passwords(world)
            #expect(held2 == ["all"])
            await refresh(world, with).look()
            let held3 = try await passwords(world)
            #expect(held3 == ["own", "all"])
        }
    }

    @Test func theLastLoginThatIsRemovedLeavesNoneInTheNamespaces() async throws {
        try await RenewalWorld.with(projects: 2) { world in
            await refresh(world, Settings(registry: Self.all)).look()
            let held1 = try await passwords(world)
            #expect(held1 == ["all"])
            await refresh(world, Settings()).look()
            let held2 = try await passwords(world)
            #expect(held2 == ["none"])
            let before = await writes(world)
            await refresh(world, Settings()).look()
            #expect(await writes(world) == before)
            await refresh(world, Settings(registry: Self.all)).look()
            let held3 = try await passwords(world)
            #expect(held3 == ["all"])
        }
    }

    @Test func whereThereNeverWasALoginNothingIsWritten() async throws {
        try await RenewalWorld.with(projects: 2) { world in
            await refresh(world, Settings()).look()
            // A cluster of thousands of namespaces is not asked about each.
            #expect(await world.simulated.requests().allSatisfy { $0.resource != "secrets" })
            await refresh(world, Settings(registry: Registry(host: "images.example.com"))).look()
            #expect(await writes(world) == 0)
            #expect(await world.simulated.objects("Secret").isEmpty)
        }
    }
}
