import ArgumentParser
import Automations
import Foundation
import Service
import Storage

extension ProjectCommand {
    struct Promote: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a release that waits for promotion by hand enter its next environment.",
            discussion: """
                For environments with `promotion: manual`. The newest release that waits there goes on; a running \
                `slipway serve` takes it up within seconds.
                """)

        @Argument(help: "OWNER/REPO") var repository: String
        @Argument(help: "development, staging or production. Default: where a release waits.")
        var environment: EnvironmentName?
        @OptionGroup var settings: SettingsOptions

        func run() async throws {
            try await Terminal.reporting {
                let database = try await Database.besideServing(at: settings.dataFolder())
                let promoted = try await database.write { [repository, environment] tx in
                    guard let project = try tx.projects.find(fullName: repository) else {
                        throw StartFailure(
                            "there is no project \(repository).", whatToDo: "`slipway project list` shows all.")
                    }
                    return try tx.promote(project, to: environment, at: Date())
                }
                let commit = Wording.short(promoted.release.sha)
                Terminal.say("\(commit) goes on to \(promoted.environment.rawValue).")
            }
        }
    }
}

extension EnvironmentName: ExpressibleByArgument {}
