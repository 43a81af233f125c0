import ArgumentParser
import Foundation
import Storage

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a copy of the database to a file, also while `slipway serve` runs.",
        discussion: """
            The copy is the state of one moment, and checked before it gets its name. It holds deliveries, projects, runs \
            and tokens; tokens are sealed. The encryption key is not in it, nor slipway.yaml and the files that it names.
            """)

    @Argument(help: "The file to write.") var file: String
    @Flag(help: "Replace the file if it is there.") var replace = false
    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        try await Terminal.reporting {
            let folder = try settings.dataFolder()
            let report = try await Database.backUp(folder, to: URL(filePath: file), replacing: replace)
            Terminal.say("✅ \(file) holds \(BackupText.content(report)). It is complete and sound.")
            Terminal.say(BackupText.keyAdvice(folder: folder, tokens: report.tokens))
        }
    }
}
