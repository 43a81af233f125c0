import ArgumentParser
import Foundation
import Service

extension KeysCommand {
    struct RotateWebhook: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-webhook", abstract: "Change the webhook secret without losing a delivery.",
            discussion: """
                Beside a running `slipway serve`, with its configuration: a new secret is written beside the present one \
                (FILE.next) and accepted, GitHub is told it, a delivery signed with it is waited for, and when the old one \
                has not been seen for a while it is dropped. Whatever interrupts it, no delivery is refused: run the \
                command again, and it goes on. It changes secrets in files (github.webhookSecretFiles); for others it \
                says what to do by hand.
                """)

        @Option(help: "Seconds without a delivery signed with the old secret before that is dropped.")
        var quiet: Double = 600
        @OptionGroup var settings: SettingsOptions

        func validate() throws {
            guard quiet >= 0, quiet <= 86_400 else { throw ValidationError("--quiet is from 0 to 86400 seconds.") }
        }

        func run() async throws {
            try await Terminal.reporting {
                var patience = WebhookRotator.Patience()
                patience.quiet = quiet
                var options = ServiceOptions()
                #if DEBUG
                    options.setPace(ProcessInfo.processInfo.environment)
                #endif
                try await WebhookRotator.run(settings.load(), patience: patience, options: options) { Terminal.say($0) }
            }
        }
    }
}
