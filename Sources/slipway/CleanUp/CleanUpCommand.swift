import ArgumentParser
import Automations
import Foundation
import Service
import Storage

struct CleanUpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cleanup", abstract: "Let projects leave the cluster that nobody needs any more.",
        discussion: """
            What `slipway serve` does by itself every hour, and every day at 02:00 UTC: projects whose set-up failed, whose \
            repository was deleted, or that nobody touched for long and whose name says that they were meant for a while. \
            The topic slipway-keep and a pause keep a project; that topic is asked for when its turn has come. Except for \
            deleted repositories, a comment on the newest commit announces it a day before.
            """)

    @Flag(help: "Only list what would go, and why.") var dryRun = false
    @OptionGroup var settings: SettingsOptions
    @Flag(help: "Print one JSON document.") var json = false

    func run() async throws {
        try await Terminal.reporting {
            let choices = try settings.load().settings.cleanUp
            let found = try await dryRun ? list(choices) : begin(choices)
            if json { return try Terminal.say(json: found) }
            Terminal.say(CleanUpText.text(found, isDryRun: dryRun))
        }
    }

    private func list(_ choices: CleanUpChoices) async throws -> [CleanUpCandidate] {
        let database = try await Database.readOnly(at: settings.dataFolder())
        return try await database.read { try $0.cleanUpCandidates(choices, at: Date()) }
    }

    private func begin(_ choices: CleanUpChoices) async throws -> [CleanUpCandidate] {
        let database = try await Database.besideServing(at: settings.dataFolder())
        return try await database.write(as: .thisUser) { tx in
            let now = Date()
            // Not by their names: a repository that was deleted and its successor have the same.
            let due = try tx.toBeCleanedUp(try tx.projects.all(), by: CleanUpRule(choices), at: now)
            for (project, reason) in due { _ = try tx.cleanUp(project, because: reason, at: now) }
            return try tx.cleanUpCandidates(choices, at: now)
        }
    }
}

/// What would go, or goes.
enum CleanUpText {
    static func text(_ found: [CleanUpCandidate], isDryRun: Bool) -> String {
        guard !found.isEmpty else { return "Nothing is to be cleaned up." }
        var table = Table("NAME", "CAUSE", "WHEN", "WHY")
        for candidate in found {
            table.rows.append([
                candidate.repository, candidate.cause, when(candidate),
                candidate.reason.replacing("`", with: "").printable,
            ])
        }
        let end =
            isDryRun ? "Nothing was changed. Projects with the topic slipway-keep stay." : "slipway serve sees to it."
        return table.text(.standardOutput) + "\n" + end
    }

    private static func when(_ candidate: CleanUpCandidate) -> String {
        switch candidate.phase {
        case "removing": "now, since \(candidate.begun.map(Moment.utc) ?? "")"
        case "announced": candidate.due.map(Moment.utc) ?? ""
        default: candidate.cause == "deleted" ? "at the next round" : "a day after it is announced"
        }
    }
}
