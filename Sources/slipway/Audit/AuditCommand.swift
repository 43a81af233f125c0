import ArgumentParser
import Foundation
import Service
import Storage

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who had what done, on which project, and how it ended.",
        discussion: """
            Reads the database, also while `slipway serve` runs. Of every run there is one line of who asked for it and one \
            of how it ended; what needs no run, such as a pause, is one line. Lines are only ever added, and kept for \
            retention.audit. --json prints all of them, oldest first, one JSON object per line.
            """)

    @Option(help: "Only this project, OWNER/NAME.") var project: String?
    @Option(help: "Only from then on: 90m, 24h, 7d, 2026-11-20 or 2026-11-20T14:00:00Z.") var since: String?
    @Option(help: "How many at most, newest first; not with --json.") var limit = 50
    @OptionGroup var settings: SettingsOptions
    @Flag(help: "Print every line as JSON, oldest first.") var json = false

    /// Lines read in one transaction.
    private static let part = 1000

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit should be 1 or more.") }
        if let since, SinceWhen.date(since, now: Date()) == nil {
            throw ValidationError("--since is \"\(since)\". It should be \(SinceWhen.shape).")
        }
    }

    func run() async throws {
        try await Terminal.reporting {
            let database = try await Database.readOnly(at: settings.dataFolder())
            let filter = AuditFilter(
                repository: project, since: since.flatMap { SinceWhen.date($0, now: Date()) })
            if json { return try await export(filter, from: database) }
            let (lines, forgotten) = try await database.read { [limit] in
                (try $0.auditReports(filter, limit: limit), try $0.audit.forgottenBefore())
            }
            Terminal.say(AuditText.text(lines, forgottenBefore: forgotten, style: .standardOutput))
        }
    }

    private func export(_ filter: AuditFilter, from database: Database) async throws {
        var filter = filter
        let encoder = JSONEncoder.slipway
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        while true {
            let lines = try await database.read { [filter] in try $0.auditExport(filter, limit: Self.part) }
            for line in lines { Terminal.say(String(decoding: try encoder.encode(line), as: UTF8.self)) }
            guard let last = lines.last, lines.count == Self.part else { return }
            filter.after = last.id
        }
    }
}

/// The audit as people read it.
enum AuditText {
    static func text(_ lines: [AuditReport], forgottenBefore: Date?, style: Style) -> String {
        let end = forgottenBefore.map { "\nWhat was before \(Moment.utc($0)) was forgotten (retention.audit)." } ?? ""
        guard !lines.isEmpty else { return "Nothing of that is told." + end }
        var table = Table("TIME", "WHO", "WHAT", "PROJECT", "RUN", "OUTCOME")
        for line in lines {
            let outcome = [line.outcome, line.reason?.replacing("`", with: "").printable.cut(to: 80)]
            table.rows.append([
                Moment.utc(line.time), who(line), line.action, (line.repository ?? "").printable,
                line.run.map { "\($0)" } ?? "", outcome.compactMap(\.self).joined(separator: ": "),
            ])
        }
        return table.text(style) + end
    }

    private static func who(_ line: AuditReport) -> String {
        switch line.by {
        case AuditActor.Kind.sender.rawValue: line.actor.map { "@\($0.printable)" } ?? "somebody on GitHub"
        case AuditActor.Kind.token.rawValue: "token \(line.actor?.printable ?? "?")"
        case AuditActor.Kind.commandLine.rawValue: "user \(line.actor?.printable ?? "?")"
        default: "schedule"
        }
    }
}

extension AuditActor {
    /// Whoever gives this command.
    static var thisUser: AuditActor {
        let name = ProcessInfo.processInfo.userName
        return .commandLine(name.isEmpty ? "uid \(getuid())" : name)
    }
}
