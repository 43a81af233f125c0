import Automations
import Foundation
import GitHubAPI
import Storage

extension KnownProject {
    /// What is stored of a project, as routing needs it. Nil when the stored id is none.
    /// - Parameter removed: since when nothing of it is in the cluster.
    init?(_ record: ProjectRecord, removed: Date?) {
        guard let id = ProjectID(record.id) else { return nil }
        self.init(
            id: id, trackedBranch: record.branch, scaffoldCommit: record.scaffoldSHA,
            isArchived: record.state == .archived, removed: removed)
    }
}

extension NewRun {
    init(_ routed: RoutedRun, delivery: String?) throws {
        let automation = routed.input.automation.rawValue
        let (key, project) = (routed.semanticKey, routed.project.value)
        switch routed.input {
        case .setUpProject(let input):
            try self.init(
                automation: automation, key: key, project: project, input: input, delivery: delivery,
                repository: input.fullName.fullName)
        case .reconcile(let input):
            try self.init(automation: automation, key: key, project: project, input: input, delivery: delivery)
        case .reportBuild(let input), .deploy(let input):
            try self.init(automation: automation, key: key, project: project, input: input, delivery: delivery)
        }
    }
}
