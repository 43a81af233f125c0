import Service

/// A report as people read it: one line per check, and under what is wrong what mends it.
struct DoctorText {
    let report: DoctorReport
    let style: Style

    var text: String {
        let parts = Check.Area.allCases.map(part).filter { !$0.isEmpty }
        return (parts + [summary]).joined(separator: "\n\n")
    }

    private func part(_ area: Check.Area) -> String {
        let checks = report.checks.filter { $0.area == area }
        guard !checks.isEmpty else { return "" }
        return ([style.bold(area.rawValue.prefix(1).uppercased() + area.rawValue.dropFirst())] + checks.flatMap(lines))
            .joined(separator: "\n")
    }

    private func lines(_ check: Check) -> [String] {
        let title = check.title + String(repeating: " ", count: max(0, width - check.title.count))
        let line = "\(sign(check.finding.verdict)) \(title)  \(check.finding.sentence.printable)"
        let indent = String(repeating: " ", count: width + 4)
        let remedy =
            check.finding.remedy?.split(separator: "\n").map { indent + style.cyan(String($0).printable) } ?? []
        return [line] + remedy
    }

    /// The same for all areas, so that the sentences stand below each other.
    private var width: Int { report.checks.map(\.title.count).max() ?? 0 }

    private func sign(_ verdict: Finding.Verdict) -> String {
        switch verdict {
        case .ok: style.green(Self.sign(verdict))
        case .warning: style.yellow(Self.sign(verdict))
        case .failure: style.red(Self.sign(verdict))
        case .unchecked: style.faint(Self.sign(verdict))
        }
    }

    static func sign(_ verdict: Finding.Verdict) -> String {
        switch verdict {
        case .ok: "✓"
        case .warning: "!"
        case .failure: "✗"
        case .unchecked: "–"
        }
    }

    private var summary: String {
        let counts: [(Finding.Verdict, String)] = [
            (.ok, "well"), (.warning, "with a warning"), (.failure, "failed"), (.unchecked, "not checked"),
        ]
        let told = counts.filter { $0.0 == .ok || report.count($0.0) > 0 }.map { "\(report.count($0.0)) \($0.1)" }
        return told.joined(separator: ", ") + "."
    }
}
