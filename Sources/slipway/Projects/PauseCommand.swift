import ArgumentParser
import Automations
import Foundation
import Service
import Storage

extension ProjectCommand {
    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Leave a project in the cluster as people make it.",
            discussion: """
                Nothing is put back that somebody deletes or changes by hand, no failing source is suspended, and those \
                that are stay so, until `slipway project resume`. Pushes and builds are acted on as before. For one \
                environment, annotate its namespace: kubectl annotate namespace NAME slipway.dev/paused=true. That \
                ends with the annotation, and with the namespace: one that is deleted is put back.
                """)

        @Argument(help: "OWNER/REPO") var repository: String
        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await ProjectCommand.change(repository, settings, json: json) { tx, project in
                let said =
                    try tx.pause(project, at: Date())
                    ? "\(project.fullName) is paused: what people change in the cluster stays so."
                    : "\(project.fullName) was paused already."
                return (said, try tx.projectReport(project.fullName, runs: 0)?.project)
            }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a pause, and put back what was changed meanwhile.")

        @Argument(help: "OWNER/REPO") var repository: String
        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await ProjectCommand.change(repository, settings, json: json) { tx, project in
                let said =
                    try tx.resume(project, at: Date())
                    ? "\(project.fullName) is looked after again."
                    : "\(project.fullName) was not paused."
                return (said, try tx.projectReport(project.fullName, runs: 0)?.project)
            }
        }
    }

    struct Repair: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply everything that a project should have in the cluster again.",
            discussion: """
                What is deleted or changed by hand is put back anyway; this is for those who do not want to wait, or to \
                know that it is so. A running `slipway serve` takes it up within seconds; `slipway project show` tells \
                how it ends.
                """)

        @Argument(help: "OWNER/REPO") var repository: String
        @Argument(help: "Only in this environment.") var environment: EnvironmentName?
        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await ProjectCommand.change(repository, settings, json: json) { [environment] tx, project in
                let runs = try tx.askToRepair(project, environment, at: Date())
                let numbers = Wording.list(runs.map { "\($0.id)" })
                let said =
                    runs.count == 1
                    ? "Run \(numbers) applies everything of \(project.fullName) in one environment again."
                    : "Runs \(numbers) apply everything of \(project.fullName) again."
                return (said, try runs.compactMap { try tx.runReport($0.id) })
            }
        }
    }

    /// Changes a project beside the serving process, and says what came of it.
    /// - Parameter body: returns that for people and for programs.
    private static func change<Report: Encodable & Sendable>(
        _ repository: String, _ settings: SettingsOptions, json: Bool,
        _ body: @escaping @Sendable (Transaction, ProjectRecord) throws -> (said: String, report: Report)
    ) async throws {
        try await Terminal.reporting {
            let database = try await Database.besideServing(at: settings.dataFolder())
            let (said, report) = try await database.write(as: .thisUser) { tx in
                guard let project = try tx.projects.find(fullName: repository) else {
                    throw StartFailure(
                        "there is no project \(repository).", whatToDo: "`slipway project list` shows all.")
                }
                return try body(tx, project)
            }
            if json { return try Terminal.say(json: report) }
            Terminal.say(said)
        }
    }
}
