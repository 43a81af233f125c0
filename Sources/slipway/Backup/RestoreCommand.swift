import ArgumentParser
import Foundation
import Storage

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup into the data folder, while nobody serves from it.",
        discussion: """
            The backup is checked before anything is changed. The database that is there is kept under another name. What \
            had not ended when the backup was made goes on at the next `slipway serve`; what was done since is found on \
            GitHub and in the cluster, and not done again.
            """)

    @Argument(help: "A file that `slipway backup` wrote.") var file: String
    @Flag(help: "Also if there is a database.") var replace = false
    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        try await Terminal.reporting {
            let folder = try settings.dataFolder()
            let report = try await Database.restore(
                URL(filePath: file), to: folder, replacing: replace, at: Date())
            Terminal.say("✅ \(folder.path) holds \(BackupText.content(report.content)).")
            for line in BackupText.afterRestoring(report, folder: folder) { Terminal.say(line) }
        }
    }
}
