import Foundation
import Storage

extension Transaction {
    /// Tells a commit again that was the newest one: what only the newest tells must not stand there for ever.
    func tellFormer(_ commit: String?, of id: String, _ settings: Settings, at now: Date) throws {
        guard let commit, let project = try projects.find(id), try newestCommit(of: project) != commit,
            try isSaid(on: commit, of: id)
        else { return }
        try Telling(settings).tell(commit, of: id, in: self, at: now)
    }

    /// Tells the commits again on which a status is pending: what one waits for may have come with another.
    func tellWaiting(of id: String, besides commit: String? = nil, _ settings: Settings, at now: Date) throws {
        for waiting in try outbox.commitsWithPendingStatus(of: id) where waiting != commit {
            try Telling(settings).tell(waiting, of: id, in: self, at: now)
        }
    }

    /// Whether anything was said there; with `comments: none` it is no comment.
    func isSaid(on commit: String, of id: String) throws -> Bool {
        try !outbox.list(project: id, sha: commit).isEmpty
    }
}
