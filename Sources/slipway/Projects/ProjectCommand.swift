import ArgumentParser
import Foundation
import Service
import Storage

struct ProjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project", abstract: "The repositories under Slipway's care.",
        discussion: "Works on the database, also while `slipway serve` runs.",
        subcommands: [
            List.self, Show.self, Promote.self, Reconcile.self, Repair.self, Pause.self, Resume.self, Archive.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all projects and what runs in their environments.")

        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await Terminal.reporting {
                let database = try await Database.readOnly(at: settings.dataFolder())
                let projects = try await database.read { try $0.projectSummaries() }
                if json { return try Terminal.say(json: projects) }
                if projects.isEmpty {
                    return Terminal.say(
                        "No projects yet. Create a repository that a rule of the configuration matches.")
                }
                Terminal.say(ProjectText.table(projects, now: Date()).text(.standardOutput))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a project: its stages, environments, Flux objects and last runs.")

        @Argument(help: "OWNER/REPO") var repository: String
        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await Terminal.reporting {
                let database = try await Database.readOnly(at: settings.dataFolder())
                guard let report = try await database.read({ [repository] in try $0.projectReport(repository) }) else {
                    throw StartFailure(
                        "there is no project \(repository).",
                        whatToDo:
                            "`slipway project list` shows all; `slipway delivery list` says what became of webhooks.")
                }
                if json { return try Terminal.say(json: report) }
                Terminal.say(ProjectText.page(report, style: .standardOutput))
            }
        }
    }
}
