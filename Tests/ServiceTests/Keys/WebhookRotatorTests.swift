import Automations
import Foundation
import GitHubAPI
import Redaction
import Simulation
import Storage
import Testing

@testable import Service

@Suite("Changing the webhook secret", .timeLimit(.minutes(2)))
struct WebhookRotatorTests {
    /// GitHub was told, and nothing that it signed arrives: the old secret may be the one it signs with.
    @Test func withoutADeliveryTheOldSecretStays() async throws {
        try await SweepFixture.with { fixture in
            let folder = fixture.storage.folder
            let file = try folder.write("old secret\n", to: "secret")
            let yaml = try folder.write(
                """
                data: \(folder.path)
                github: { api: "\(fixture.github.apiURL)", token: t, webhookSecretFiles: [ secret ] }
                """, to: "slipway.yaml")
            // It leads nowhere.
            await fixture.github.setAppWebhook(url: "http://127.0.0.1:9/webhooks/github", secret: "old secret")
            let said = Notes()
            var patience = WebhookRotator.Patience()
            patience.delivery = .seconds(1)
            patience.quiet = 0
            let rotator = WebhookRotator(
                configuration: try Configuration.load(file: yaml), github: fixture.client,
                hooks: HookFinder(github: fixture.client, rules: [], webhooks: [], now: { Date() }),
                patience: patience, now: { Date() }, say: { said.add($0) })
            let watch = WebhookSecretWatch(
                secrets: try SecretsInUse(WebhookSecretFiles(files: [file]).read()), files: [file],
                database: fixture.storage.database, logger: .silent, now: { Date() })
            let serving = Task {
                while !Task.isCancelled {
                    await watch.round()
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            let failure = await #expect(throws: StartFailure.self) { try await rotator.run() }
            serving.cancel()
            #expect(failure?.what == "no delivery signed with the new secret has come yet; both are accepted.")
            #expect(said.all.map { $0.prefix(2) } == ["1.", "2."])
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "old secret\n")
            #expect(FileManager.default.fileExists(atPath: file + ".next"))
            #expect(watch.secrets.now.uses.count == 2)
        }
    }
}
