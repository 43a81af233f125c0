import ArgumentParser
import Automations
import Foundation
import Service
import Storage

extension ProjectCommand {
    struct Archive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a project out of the cluster now.",
            discussion: """
                Its Kustomizations go first, so that Flux prunes what it applied, then its GitRepositories, then its \
                namespaces with everything in them. The repository stays as it is, and a push to it brings the project back. \
                A running `slipway serve` takes it up within seconds; `slipway project show` tells how far it is, and what \
                holds a namespace that does not go.
                """)

        @Argument(help: "OWNER/REPO") var repository: String
        @Flag(
            help: """
                Also remove the finalizers that hold its namespaces. Who set them does not clean up any more what is outside \
                of the namespaces.
                """)
        var removeFinalizers = false
        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await Terminal.reporting {
                let database = try await Database.besideServing(at: settings.dataFolder())
                let report = try await database.write(as: .thisUser) {
                    [repository, removeFinalizers] tx -> RunReport? in
                    guard let project = try tx.projects.find(fullName: repository) else {
                        throw StartFailure(
                            "there is no project \(repository).", whatToDo: "`slipway project list` shows all.")
                    }
                    let run = try tx.archive(project, removingFinalizers: removeFinalizers, at: Date())
                    return try tx.runReport(run.id)
                }
                guard let report else { return }
                if json { return try Terminal.say(json: report) }
                Terminal.say("Run \(report.id) takes \(report.repository ?? repository) out of the cluster.")
            }
        }
    }
}
