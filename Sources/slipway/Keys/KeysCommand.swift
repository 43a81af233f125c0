import ArgumentParser
import Foundation
import Service
import Storage

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Keys and secrets: what each seals, and how they are changed.",
        subcommands: [List.self, Rotate.self, RotateWebhook.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The encryption keys by their ids, and how many tokens each seals.",
            discussion: """
                Every token in the database is opened with the keys at hand; nothing is changed, and no key is printed. Ends \
                with 1 when one does not open.
                """)

        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await Terminal.reporting {
                let configuration = try settings.load()
                let report = try await Database.sealing(
                    of: URL(filePath: configuration.data), keys: configuration.keyring())
                if json {
                    try Terminal.say(json: KeyListing(report))
                } else {
                    Terminal.say(KeysText.list(report, .standardOutput))
                }
                guard report.opened == report.values else { throw ExitCode.failure }
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal everything anew with a new encryption key, also while `slipway serve` runs.",
            discussion: """
                A new key is written beside the present one, every token is sealed anew, and the old key is dropped when \
                nothing is sealed with it any more. Whatever interrupts it, everything opens; run it again to go on, or \
                start `slipway serve`, which does. A key that the configuration gives has to be changed there: the command \
                says how.
                """)

        @OptionGroup var settings: SettingsOptions

        func run() async throws {
            try await Terminal.reporting {
                let configuration = try settings.load()
                let done = try await KeyRotator(configuration).run()
                for line in KeysText.rotated(done, configuration) { Terminal.say(line) }
            }
        }
    }
}
