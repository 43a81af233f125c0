import Automations
import Foundation
import GitHubAPI
import Storage

extension KnownProject {
    /// What is stored of a project, as routing needs it. Nil when the stored id is none.
    init?(_ record: ProjectRecord) {
        guard let id = ProjectID(record.id) else { return nil }
        self.init(
            id: id, trackedBranch: record.branch, scaffoldCommit: record.scaffoldSHA,
            isArchived: record.state == .archived)
    }
}

extension NewRun {
    init(_ routed: RoutedRun, delivery: String?) throws {
        let automation = routed.input.automation.rawValue
        let (key, project) = (routed.semanticKey, routed.project.value)
        switch routed.input {
        case .setUpProject(let input):
            try self.init(automation: automation, key: key, project: project, input: input, delivery: delivery)
        case .reconcile(let input):
            try self.init(automation: automation, key: key, project: project, input: input, delivery: delivery)
        case .reportBuild(let input), .deploy(let input):
            try self.init(automation: automation, key: key, project: project, input: input, delivery: delivery)
        }
    }
}

extension Projects {
    /// Keeps the record of a project right after GitHub told of a change.
    func apply(_ update: ProjectUpdate, to project: ProjectRecord, at now: Date) throws {
        try self.update(project.id, at: now) { record in
            switch update {
            case .moved(let name, let owner, let installation):
                (record.owner, record.name, record.ownerID) = (name.owner, name.name, owner.id)
                record.installation = installation ?? record.installation
            case .trackedBranch(let branch): record.branch = branch
            case .visibility(let isPrivate): record.isPrivate = isPrivate
            case .archived(let reason): (record.state, record.reason) = (.archived, reason)
            case .unarchived where record.state == .archived: (record.state, record.reason) = (.active, nil)
            case .unarchived: break
            }
        }
    }
}
