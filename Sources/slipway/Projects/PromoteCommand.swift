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
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await Terminal.reporting {
                let database = try await Database.besideServing(at: settings.dataFolder())
                let (promoted, report) = try await database.write(as: .thisUser) { [repository, environment] tx in
                    guard let project = try tx.projects.find(fullName: repository) else {
                        throw StartFailure(
                            "there is no project \(repository).", whatToDo: "`slipway project list` shows all.")
                    }
                    let promoted = try tx.promote(project, to: environment, at: Date())
                    guard let run = promoted.run else {
                        throw Refusal(
                            "this release was promoted already.",
                            whatToDo: "`slipway project show \(repository)` says how that ended.")
                    }
                    return (promoted, try tx.runReport(run.id))
                }
                if json { return try Terminal.say(json: report) }
                let commit = Wording.short(promoted.release.sha)
                Terminal.say("\(commit) goes on to \(promoted.environment.rawValue).")
            }
        }
    }
}

extension EnvironmentName: ExpressibleByArgument {}
