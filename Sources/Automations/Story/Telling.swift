import Foundation
import GitHubAPI
import Storage

/// Puts what is to be read on a commit into the outbox: the comment, the statuses `slipway/<environment>` and the deployments.
///
/// Called in the transaction that changes the records it reads, so that what people read is what is recorded. Telling
/// again what has not changed says nothing new.
public struct Telling: Sendable {
    private let settings: Settings

    public init(_ settings: Settings) {
        self.settings = settings
    }

    /// Does nothing for a project that is not known.
    public func tell(_ commit: String, of project: String, in tx: Transaction, at now: Date) throws {
        guard let records = try CommitRecords(commit: commit, project: project, in: tx) else { return }
        guard let story = CommitStory(records, objects: records.createdObjects(settings)) else { return }
        let place = Place(project: project, commit: commit, tx: tx, now: now)
        try say(story, at: place)
        let comment = try commentURL(of: records, in: tx)
        for environment in story.environments where records.hasSomethingToSay {
            if let end = records.endWithoutImage(in: environment.name) {
                try sayNothingCame(to: environment, end, commentURL: comment, at: place)
            } else if records.archival?.begun == nil, environment.state != .archived {
                try say(environment, commentURL: comment, at: place)
            } else if try isSaidToWait(environment, at: place) {
                // How a release went stays so when its project leaves the cluster, but nothing more is to come.
                let end = EndWithoutImage(state: .error, description: Transaction.leaves)
                try sayNothingCame(to: environment, end, commentURL: comment, at: place)
            }
        }
    }

    private func say(_ story: CommitStory, at place: Place) throws {
        let key = OutboxKey.comment(project: place.project, sha: place.commit)
        let isWanted =
            switch settings.comments {
            case .all: true
            // Once said, it is kept true: a failure that was mended must not stand there for ever.
            case .failures: try story.isFailure || story.farewell != nil || place.tx.outbox.find(key) != nil
            case .none: false
            }
        guard isWanted else { return }
        try place.say(.comment, key, SaidComment(body: story.comment, marker: story.marker))
    }

    private func say(_ environment: EnvironmentStory, commentURL: String, at place: Place) throws {
        let name = environment.name.rawValue
        let status = environment.status(commentURL: commentURL)
        try place.say(
            .status, OutboxKey.status(project: place.project, sha: place.commit, environment: name), status)
        guard let state = environment.deploymentState(of: place.commit) else { return }
        let deployment = OutboxKey.deployment(project: place.project, sha: place.commit, environment: name)
        try place.say(
            .deployment, deployment, SaidDeployment(environment: name, isProduction: environment.name == .production))
        let said = DeploymentStatus(
            state: state, description: status.description, environmentURL: environment.address, logURL: commentURL,
            deactivatesEarlier: true)
        try place.say(
            .deploymentStatus,
            OutboxKey.deploymentStatus(project: place.project, sha: place.commit, environment: name),
            SaidDeploymentStatus(deployment: deployment, status: said))
    }

    /// What was said to wait must not wait for ever. An earlier build may have brought the commit there: then what was said
    /// of that stays, unless the commit was on its way there once more.
    private func sayNothingCame(
        to environment: EnvironmentStory, _ end: EndWithoutImage, commentURL: String, at place: Place
    ) throws {
        let name = environment.name.rawValue
        let key = OutboxKey.status(project: place.project, sha: place.commit, environment: name)
        if environment.image == place.commit, try !isSaidToWait(environment, at: place) { return }
        let status = CommitStatus(
            state: end.state, context: "slipway/\(name)", description: Wording.cut(end.description, to: 140),
            targetURL: commentURL)
        try place.say(.status, key, status)
        try endDeployment(to: environment, status, at: place)
    }

    private func isSaidToWait(_ environment: EnvironmentStory, at place: Place) throws -> Bool {
        let key = OutboxKey.status(project: place.project, sha: place.commit, environment: environment.name.rawValue)
        return try place.tx.outbox.find(key)?.payload(as: CommitStatus.self).state == .pending
    }

    /// GitHub ends by itself only deployments that succeeded, and never one to production.
    private func endDeployment(to environment: EnvironmentStory, _ status: CommitStatus, at place: Place) throws {
        let key = OutboxKey.deploymentStatus(
            project: place.project, sha: place.commit, environment: environment.name.rawValue)
        guard var said = try place.tx.outbox.find(key)?.payload(as: SaidDeploymentStatus.self),
            said.status.state == .inProgress
        else { return }
        said.status = DeploymentStatus(
            state: .inactive, description: status.description, logURL: status.targetURL, deactivatesEarlier: false)
        try place.say(.deploymentStatus, key, said)
    }

    /// The comment itself once GitHub gave it an id, the commit until then.
    private func commentURL(of records: CommitRecords, in tx: Transaction) throws -> String {
        let commit = "\(settings.gitHubWeb)/\(records.project.fullName)/commit/\(records.commit)"
        let key = OutboxKey.comment(project: records.project.id, sha: records.commit)
        return try tx.outbox.find(key)?.remoteID.map { "\(commit)#commitcomment-\($0)" } ?? commit
    }
}

/// Where something is said.
private struct Place {
    let project: String
    let commit: String
    let tx: Transaction
    let now: Date

    func say(_ kind: OutboxRecord.Kind, _ key: String, _ payload: some Encodable) throws {
        try tx.outbox.say(kind, key: key, project: project, sha: commit, payload: payload, at: now)
    }
}

extension CommitRecords {
    /// Statuses speak of releases and of set-ups that are over; a commit that was only pushed has none.
    fileprivate var hasSomethingToSay: Bool { release != nil || !stages.isEmpty && project.state != .settingUp }

    /// How it ended in an environment that the release does not come to any more.
    fileprivate func endWithoutImage(in environment: EnvironmentName) -> EndWithoutImage? {
        if release?.buildState.hasFailed == true {
            return EndWithoutImage(state: .failure, description: "nothing deployed: the build did not succeed")
        }
        if release == nil, project.state == .failed,
            environments.first(where: { $0.name == environment })?.state == .waiting
        {
            return EndWithoutImage(state: .failure, description: "the set-up failed")
        }
        guard let row = releaseEnvironments.first(where: { $0.environment == environment }) else { return nil }
        switch row.state {
        case .skipped:
            let place = releaseEnvironments.first { $0.state == .failed }?.environment.rawValue
            let why = place.map { ": the release stopped at \($0)" } ?? ""
            return EndWithoutImage(state: .failure, description: "not touched\(why)")
        case .superseded:
            let detail = row.detail?.replacing("`", with: "") ?? "superseded by a newer release"
            return EndWithoutImage(state: .error, description: detail)
        case .waiting, .working, .ready, .failed: return nil
        }
    }
}

/// What a commit status says where a release does not come to.
private struct EndWithoutImage {
    let state: CommitStatus.State
    let description: String
}

extension EnvironmentStory {
    /// The state of GitHub's deployment; `nil` while there is nothing to deploy here.
    fileprivate func deploymentState(of commit: String) -> DeploymentStatus.State? {
        guard nextImage == commit || image == commit else { return nil }
        switch state {
        case .working: return .inProgress
        case .ready: return .success
        case .failed, .degraded: return .failure
        case .waiting, .paused, .archived: return nil
        }
    }
}
