import Foundation
import Simulation
import Storage
import Testing

extension EndToEnd {
    /// The webhook secret is changed while deliveries come; none is refused, whatever happens.
    @Suite struct WebhookRotation {
        /// Killed at every one of them, the command goes on when it is run again.
        private static let points = [
            CrashPoint(.beforeCall, "WebhookRotation/write the new secret"),
            CrashPoint(.afterAnswer, "WebhookRotation/write the new secret"),
            CrashPoint(.beforeCommit, "WebhookRotation/begin"), CrashPoint(.afterCommit, "WebhookRotation/begin"),
            CrashPoint(.beforeCall, "WebhookRotation/tell GitHub"),
            CrashPoint(.answerLost, "WebhookRotation/tell GitHub", call: 1),
            CrashPoint(.afterAnswer, "WebhookRotation/tell GitHub"),
            CrashPoint(.beforeCommit, "WebhookRotation/tell GitHub"),
            CrashPoint(.afterCommit, "WebhookRotation/tell GitHub"),
            CrashPoint(.beforeCommit, "WebhookRotation/see a delivery"),
            CrashPoint(.afterCommit, "WebhookRotation/see a delivery"),
            CrashPoint(.beforeCall, "WebhookRotation/drop the old secret"),
            CrashPoint(.afterAnswer, "WebhookRotation/drop the old secret"),
            CrashPoint(.beforeCommit, "WebhookRotation/finish"), CrashPoint(.afterCommit, "WebhookRotation/finish"),
        ]

        @Test func noDeliveryIsRefused() async throws {
            try await World.withSecretFile { world in
                let before = try world.secret
                let result = try await world.rotateWebhook(quiet: 5)
                #expect(result.status == .exited(0), "\(result.output)")
                let lines = result.output.split(separator: "\n").map(String.init)
                #expect(lines.map { $0.prefix(2) } == ["1.", "2.", "3.", "4.", "✅ "], "\(result.output)")
                let after = try world.secret
                #expect(after.count == 64 && after != before && !result.output.contains(after))
                #expect(try world.secretFileNames == ["hook-secret"])
                let attributes = try FileManager.default.attributesOfItem(atPath: world.secretFile.path)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                // Only the new one is accepted now.
                #expect(try await world.deliver("ping", Data("{}".utf8)) == 401)
            }
        }

        @Test func killedBetweenAnyTwoSteps() async throws {
            try await World.withSecretFile { world in
                for point in Self.points {
                    let before = try world.secret
                    try world.arm(point)
                    let killed = try await world.rotateWebhook(world.crashVariables)
                    #expect(killed.status == .killed(SIGKILL), "\(point): \(killed.output)")
                    world.disarm()
                    let result = try await world.rotateWebhook()
                    #expect(result.status == .exited(0), "\(point): \(result.output)")
                    // Ended already when it was killed: the second time is another change.
                    #expect(try world.secret != before, "\(point)")
                    #expect(try world.secretFileNames == ["hook-secret"], "\(point)")
                }
            }
        }

        /// The service is killed while both secrets are accepted; started again, it accepts both.
        @Test func theServiceIsKilledMeanwhile() async throws {
            try await World.withSecretFile(mayBeDown: true) { world in
                try world.arm(CrashPoint(.afterCommit, "WebhookRotation/tell GitHub"))
                #expect(try await world.rotateWebhook(world.crashVariables).status == .killed(SIGKILL))
                world.disarm()
                try await world.kill()
                try await world.restart()
                #expect(try await world.deliver("ping", Data("{}".utf8)) == 202)
                let result = try await world.rotateWebhook()
                #expect(result.status == .exited(0), "\(result.output)")
            }
        }

        @Test func withoutAServiceOrAFileItSaysWhatToDo() async throws {
            try await World.with(.with { $0.hasWebhook = false }) { world in
                let values = try await world.slipway("keys", "rotate-webhook")
                #expect(values.status == .exited(1))
                #expect(values.output.contains("the configuration holds the webhook secret itself, so Slipway cannot"))
                #expect(values.output.contains("2. Set it at GitHub"), "\(values.output)")
                #expect(try await world.terminate() == .exited(0))
                try await world.useSecretFile()
                let alone = try await world.slipway("keys", "rotate-webhook")
                #expect(alone.status == .exited(1))
                #expect(alone.output.contains("no running service accepts the secret in "), "\(alone.output)")
                #expect(await world.github.effects.isEmpty)
            }
        }
    }
}
