import ArgumentParser
import Automations
import Foundation
import Service
import Storage

extension ProjectCommand {
    struct Reconcile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let Flux look at the commit pushed last now, in every environment.",
            discussion:
                "A running `slipway serve` takes it up within seconds; `slipway project show` tells how it ends.")

        @Argument(help: "OWNER/REPO") var repository: String
        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await Terminal.reporting {
                let database = try await Database.besideServing(at: settings.dataFolder())
                let report = try await database.write(as: .thisUser) { [repository] tx -> RunReport? in
                    guard let project = try tx.projects.find(fullName: repository) else {
                        throw StartFailure(
                            "there is no project \(repository).", whatToDo: "`slipway project list` shows all.")
                    }
                    return try tx.runReport(tx.askToReconcile(project, at: Date()).id)
                }
                guard let report else { return }
                if json { return try Terminal.say(json: report) }
                Terminal.say("Run \(report.id) lets Flux reconcile \(report.repository ?? repository).")
            }
        }
    }
}
