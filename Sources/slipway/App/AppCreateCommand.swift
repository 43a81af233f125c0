import ArgumentParser
import Foundation
import Service

struct AppCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Register the GitHub App, with the permissions and events that Slipway needs.",
        discussion: """
            Shows a page on this machine that leads to GitHub and back. GitHub then gives the App's key and webhook secret: \
            they are written beside the configuration, for this user only, and the configuration names them.

            Nothing is overwritten unless --replace says so. The page ends after ten minutes, or with Ctrl-C.
            """)

    @Option(help: "The organisation that the App belongs to. Without one it belongs to you.")
    var organization: String?

    @Option(help: "What GitHub calls the App, at most 34 characters; it can be changed on the page.")
    var name: String?

    @Option(help: "Where GitHub reaches Slipway, such as https://slipway.example.com.")
    var url: String?

    @Option(help: "The port of the page on 127.0.0.1; 0 for any free one.")
    var port = 0

    @Option(
        help: "A GitHub Enterprise Server, such as https://github.example.com. Default: what the configuration says.")
    var github: String?

    @Flag(help: "Lets the new App take the place of the App, token or secrets that the configuration names.")
    var replace = false

    @OptionGroup var settings: SettingsOptions

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port goes from 0 to 65535.") }
    }

    func run() async throws {
        try await Terminal.reporting {
            let registration = try registration()
            try await StopSignals().ending { try await register(registration) }
        }
    }

    private func register(_ registration: AppRegistration) async throws {
        do {
            let result = try await registration.run { invitation in
                Terminal.say(AppTexts.invitation(invitation, organization: organization))
            }
            Terminal.say(AppTexts.done(result, option: settings.config))
        } catch {
            // A signal decides the exit status; what became of the App is said all the same.
            if Task.isCancelled {
                let failure = StartFailure(error)
                Terminal.complain(failure?.what ?? "Stopped. Nothing was written.", failure?.whatToDo ?? "")
            }
            throw error
        }
    }

    private func registration() throws -> AppRegistration {
        let draft = try settings.draftIfAny()
        let place = try github.map(GitHubPlace.init(web:)) ?? GitHubPlace(draft)
        try settings.refuseVariables(of: "github.app", "github.token", "github.webhookSecret")
        guard let address = url ?? Questions.ifAsked?.answer("Where does GitHub reach Slipway (https://…)?") else {
            throw StartFailure(
                "GitHub has to know where it reaches Slipway.",
                whatToDo:
                    "Say so with --url https://slipway.example.com; it can be changed in the App's settings later.")
        }
        let choices = try AppChoices(organization: organization, name: name, address: address, web: place.web)
        let before = try? GitHubPlace(draft)
        let files = AppFiles(
            configuration: settings.place, place: place, isReplacing: replace, changesPlace: place != before)
        return AppRegistration(
            choices: choices, place: place, files: files, port: port, proxies: draft.configuration.proxies)
    }
}
