import Foundation
import Simulation
import Storage

extension Evidence {
    /// I6: failures that do not say what happened, why, and what to do.
    func unexplained() -> [String] {
        repositories.flatMap { repository in
            let comments = repository.comments.filter { $0.body.contains("<!-- slipway:") }.compactMap { comment in
                Self.lack(of: comment.body).map { "the comment on \(comment.commit) \($0)" }
            }
            let statuses = repository.statuses.filter { $0.context.hasPrefix("slipway/") }.compactMap { status in
                guard ["failure", "error"].contains(status.state), status.description?.isEmpty != false else {
                    return String?.none
                }
                return "the status \(status.context) of \(status.commit) fails without a word"
            }
            return (comments + statuses).map { "\(repository.fullName): \($0)" }
        } + mutelyFailed()
    }

    private static func lack(of comment: String) -> String? {
        guard comment.hasPrefix("### ❌") || comment.hasPrefix("### ⚠️") else { return nil }
        guard let remedy = comment.firstMatch(of: /\*\*What to do:\*\* (\S[^\n]+)/) else {
            return "does not say what to do"
        }
        let story = comment[..<remedy.range.lowerBound].split(separator: "\n").drop { $0.hasPrefix("###") }
        let explains = story.contains { !$0.hasPrefix("|") && $0.count > 20 }
        return explains ? nil : "does not say what happened"
    }

    /// A run that failed says it as sentences: what happened, why or what to do.
    private func mutelyFailed() -> [String] {
        records.runs.filter { $0.state == .failed }.compactMap { run in
            let sentences = (run.outcome ?? "").split(separator: ".").filter { $0.count > 3 }
            return sentences.count >= 2 ? nil : "run \(run.key) failed and only says: \(run.outcome ?? "nothing")"
        }
    }
}
