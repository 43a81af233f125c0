import Automations
import Foundation
import GitHubAPI
import NIOCore
import Redaction
import Simulation
import Testing

@testable import Service

@Suite("Whether registries take their logins")
struct RegistryWatchTests {
    @Test func oneThatRefusesIsNamedAndAskedAgainOnceAMinuteOrForANewPassword() async throws {
        try await SimulatedGitHub.with(.init()) { github in
            let good = await github.createClassicToken(scopes: ["read:packages"])
            let live = LiveSecret(Redacted("revoked"), file: "/nowhere")
            let settings = Settings(
                registry: Registry(host: "ghcr.io", username: "ada", password: Redacted(good)),
                registries: [
                    Registry(
                        key: "registries[0]", match: Glob("acme/*"), host: "ghcr.io", username: "bot", secret: live)
                ])
            let time = LaterTime(StorageFixture.now)
            let fixture = try await StorageFixture()
            let outgoing = Outgoing(Proxies(), configuration: .gitHub)
            let watch = RegistryWatch(
                database: fixture.database, settings: settings, outgoing: outgoing, url: github.baseURL,
                now: { time.now })
            for _ in 1...5 {
                let error = await #expect(throws: Unhealthy.self) { try await watch.check(settings.allRegistries) }
                #expect(
                    error?.description == "registries[0]: The registry ghcr.io refuses the credential. Set "
                        + "registries[0].passwordFile to a classic token with read:packages.")
            }
            let refused = { await github.ledger.filter { $0.path == "/token" && $0.status == 403 }.count }
            #expect(await refused() == 1)
            time.pass(60)
            _ = try? await watch.check(settings.allRegistries)
            #expect(await refused() == 2)
            live.replace(with: Redacted(good))
            try await watch.check(settings.allRegistries)
            try await outgoing.shutdown()
        }
    }
}
