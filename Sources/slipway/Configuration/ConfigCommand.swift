import ArgumentParser
import Service

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at the configuration.", subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the configuration and name everything that is wrong with it.",
            discussion: """
                Reads the file, the environment variables (SLIPWAY_GITHUB_API for github.api, and so on) and --set, as \
                `slipway serve` would. Prints what is in effect, without secrets. Neither GitHub nor the cluster is asked.
                """)

        @OptionGroup var settings: SettingsOptions

        func run() async throws {
            try await Terminal.reporting {
                let configuration = try settings.load()
                _ = try configuration.templateLibrary()
                Terminal.say(configuration.summary)
                for warning in configuration.warnings { Terminal.say("\n⚠️ \(warning)") }
                Terminal.say("\n✅ \(settings.file ?? "The environment") is a usable configuration.")
            }
        }
    }
}
