import Foundation
import Storage

extension CommitStory {
    /// GitHub refuses comments of more than 65,536 characters.
    static let longestComment = 65_000

    /// The whole comment: heading, table, what the build does, what went wrong and what to do, footer, marker.
    public var comment: String {
        let goodbye = farewell.map { [$0.text(repository, branch: branch)] } ?? []
        let body =
            ([heading] + goodbye + setUpProgress + [table] + buildLines + troubles + withheldFiles + createdObjects)
            .filter { !$0.isEmpty }
            .joined(separator: "\n\n")
        let footer = "<sub>Slipway · updated \(Wording.timeOfDay(updated))</sub>\n\(marker)"
        return "\(Wording.cut(body, to: Self.longestComment))\n\n\(footer)"
    }

    private var heading: String {
        if let setUp, setUp.state == .working || setUp.state == .waiting {
            return "### Setting up **\(Markdown.plain(repository))** · \(setUp.percent) %"
        }
        if let headline = failureHeading { return headline }
        if let setUp, !isRelease {
            let time = setUp.took.map { " · \(Wording.duration($0))" } ?? ""
            return "### **\(Markdown.plain(repository))** is set up\(time)"
        }
        let change = previousImage.map { "`\(Wording.short($0))` → " } ?? ""
        return "### \(change)`\(Wording.short(commit))` \(Markdown.plain(Wording.cut(subject, to: 100)))"
    }

    private var failureHeading: String? {
        let short = "`\(Wording.short(commit))`"
        if let setUp, setUp.state == .failed {
            return "### ❌ **\(Markdown.plain(repository))** could not be set up"
        }
        if let build, case .ended(let conclusion) = build.state { return "### ❌ \(buildHeading(short, conclusion))" }
        if let failed = environments.first(where: { $0.state == .failed && $0.nextImage == commit }) {
            return "### ❌ \(short) stopped at \(failed.name.rawValue)"
        }
        if let setUp, setUp.state == .degraded {
            return "### ⚠️ **\(Markdown.plain(repository))** is set up in part"
        }
        return nil
    }

    private func buildHeading(_ short: String, _ conclusion: String) -> String {
        switch conclusion {
        case "failure", "startup_failure": "The build of \(short) failed"
        case "cancelled": "The build of \(short) was cancelled"
        case "timed_out": "The build of \(short) ran out of time"
        case "skipped": "The build of \(short) was skipped"
        case "action_required": "The build of \(short) waits for an approval"
        default: "The build of \(short) ended as \(Markdown.code(conclusion))"
        }
    }

    /// Whether an image of this commit is, or was, on its way.
    private var isRelease: Bool {
        environments.contains { $0.nextImage == commit || $0.image == commit }
    }

    // MARK: Setting up

    private var setUpProgress: [String] {
        guard let setUp, setUp.took == nil else { return [] }
        let bar = "`\(Self.bar(setUp.percent))`"
        return [bar, setUp.stages.map { "\($0.sign.rawValue) \($0.text)" }.joined(separator: " · ")]
    }

    /// Twenty cells, five percent each.
    public static func bar(_ percent: Int) -> String {
        let full = min(20, max(0, percent / 5))
        return String(repeating: "▓", count: full) + String(repeating: "░", count: 20 - full)
    }

    private var withheldFiles: [String] {
        guard let setUp, !setUp.withheld.isEmpty else { return [] }
        let shown = setUp.withheld.prefix(20).map(Markdown.code)
        let more = setUp.withheld.count - shown.count
        let files = Wording.list(shown + (more > 0 ? [Wording.count(more, "more file")] : []))
        let verb = setUp.withheld.count == 1 ? "It was" : "They were"
        return [
            "This repository already had \(files). \(verb) not changed. To use the template's versions: "
                + "`slipway template render \(setUp.template) --set name=… --output DIR`, and copy what you want."
        ]
    }

    private var createdObjects: [String] {
        guard let setUp, setUp.took != nil, !setUp.objects.isEmpty else { return [] }
        let lines = setUp.objects.map { "- \($0.kind) \(Markdown.code($0.name)) · \(Markdown.code($0.command))" }
        return [
            "<details><summary>What was created (\(Wording.count(setUp.objects.count, "object")))</summary>",
            lines.joined(separator: "\n"), "</details>",
        ]
    }
}
