import ArgumentParser

struct AppCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "app", abstract: "The GitHub App that Slipway works as.", subcommands: [AppCreateCommand.self])
}
