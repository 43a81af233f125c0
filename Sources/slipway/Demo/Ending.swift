import Automations
import Simulation
import Storage

/// What there is after the last chapter: files, objects, comments, and the account.
struct Ending {
    let world: DemoWorld
    let commits: [StoryCommit]

    func lines(on screen: Screen) async throws -> [String] {
        let style = screen.style
        let account = try await Account.settled(of: world)
        let sight = try await world.look()
        let files =
            ["", style.bold("What the repository holds"), world.settings.repository] + FileTree(sight.files).lines
        let objects = ["", style.bold("What the cluster holds")] + ClusterListing(sight.environments).lines(style)
        var comments: [String] = []
        for commit in commits { comments += try await page(commit, sight, screen) }
        return files + objects + comments + ["", account.line]
    }

    /// A commit as its page on GitHub shows it: message, statuses, comment.
    private func page(
        _ commit: StoryCommit, _ sight: Sight, _ screen: Screen
    ) async throws -> [String] {
        let message = try await world.github.message(of: commit.sha, in: world.settings.repository) ?? ""
        let subject = (message.split(separator: "\n").first.map(String.init) ?? "").printable
        let moment = commit.moment.isEmpty ? "" : " · \(commit.moment)"
        let title = "What a reader of GitHub sees on \(Wording.short(commit.sha)) \(subject)\(moment)"
        let body = commit.comment ?? sight.comments(on: commit.sha).first?.body ?? ""
        let style = screen.style
        let shown = MarkdownPage(body).lines(style, width: screen.width - 2, cutsTables: screen.isLive)
            .map { style.faint("│") + ($0.isEmpty ? "" : " " + $0) }
        let below = commit.comment == nil ? [""] + statuses(of: commit.sha, sight) : []
        return ["", style.bold(title), ""] + shown + below
    }

    private func statuses(of commit: String, _ sight: Sight) -> [String] {
        sight.environments.compactMap { environment in
            sight.status(of: environment, on: commit).map { status in
                let gap = String(repeating: " ", count: max(0, 21 - status.context.count))
                return "\(StateSign(status: status.state).rawValue) \(status.context)\(gap)\(status.description ?? "")"
            }
        }
    }
}

extension StateSign {
    fileprivate init(status state: String) {
        switch state {
        case "success": self = .ready
        case "failure", "error": self = .failed
        default: self = .waiting
        }
    }
}
