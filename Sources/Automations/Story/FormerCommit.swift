import Foundation
import Storage

extension Transaction {
    /// Tells a commit again that was the newest one: what only the newest tells must not stand there for ever.
    func tellFormer(_ commit: String?, of id: String, _ settings: Settings, at now: Date) throws {
        guard let commit, let project = try projects.find(id), try newestCommit(of: project) != commit,
            try outbox.find(OutboxKey.comment(project: id, sha: commit)) != nil
        else { return }
        try Telling(settings).tell(commit, of: id, in: self, at: now)
    }
}
