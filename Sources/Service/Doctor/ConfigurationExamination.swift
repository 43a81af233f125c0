import Automations
import Scaffolding

/// Whether the settings are usable; every problem and every warning has a line of its own.
struct ConfigurationExamination: Examination {
    let draft: ConfigurationDraft

    var area: Check.Area { .configuration }

    var probes: [Probe] {
        settings.map { finding in Probe("settings") { finding } } + [Probe("templates") { try templates() }]
    }

    private var settings: [Finding] {
        let problems = draft.problems.map { Finding.failure($0.headline, $0.whatToDo) }
        let warnings = draft.configuration.warnings.map(Self.warning)
        return (problems.isEmpty ? [.ok(summary)] : problems) + warnings
    }

    /// A warning is one sentence of what, and one of what to do.
    private static func warning(_ text: String) -> Finding {
        guard let end = text.firstRange(of: /\.\ (?=[A-Z])/) else { return .warning(text, "Set it, or ignore this.") }
        return .warning("\(text[..<end.lowerBound]).", String(text[end.upperBound...]))
    }

    private var summary: String {
        let rules = draft.settings.rules.count
        let source = draft.file ?? "The environment"
        return "\(source) can be used, with \(rules) \(rules == 1 ? "rule" : "rules") for projects."
    }

    private func templates() throws -> Finding {
        let library = try draft.configuration.templateLibrary()
        let wanted = Set(draft.settings.rules.map(\.template)).sorted().joined(separator: ", ")
        let used = wanted.isEmpty ? "No rule uses one." : "Used: \(wanted)."
        return .ok("\(try library.names().count) in \(library.folder). \(used)")
    }
}
