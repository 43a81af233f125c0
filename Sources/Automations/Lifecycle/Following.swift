import Foundation
import GitHubAPI
import RunEngine
import Storage

extension Transaction {
    /// Keeps the record of a project right after GitHub told of a change, and lets it follow in the cluster.
    /// - Returns: the run that does; nil where nothing changed, or one that has not begun will see it.
    public func follow(
        _ update: ProjectUpdate, _ project: ProjectRecord, note: String, at now: Date
    ) throws -> RunRecord? {
        if case .topics(let keep) = update {
            if keep { try self.keep(project.id, at: now) }
            return nil
        }
        let isRemoved = try archivals.find(project.id)?.removed != nil
        var next = project
        next.apply(update, isRemoved: isRemoved, standing: try standing(of: project), at: now)
        guard next != project else { return nil }
        let newest = try newestCommit(of: project)
        try projects.update(project.id, at: now) { $0 = next }
        // What was told on the newest commit of another branch must not stand there for ever.
        let former = next.branch == project.branch ? nil : newest
        if !update.isOfTheEnd, !isRemoved || former != nil {
            let run = try follow(project, because: note, former: former, at: now)
            if run != nil { return run }
        }
        try audit.note(.follow, of: next, reason: note, at: now)
        return nil
    }

    /// An announcement that the project leaves is taken back at once. Without one the topic is asked for in its time.
    private func keep(_ project: String, at now: Date) throws {
        guard let archival = try archivals.find(project), archival.announced != nil, archival.begun == nil else {
            return
        }
        try projects.update(project, at: now) { _ in }
        try runs.wake([WakeKey.cleanUp(project)], at: now)
    }

    /// - Returns: the projects that lost or regained, and the runs by which they follow.
    public func apply(_ change: AccessChange, at now: Date) throws -> (projects: Int, runs: [RunRecord]) {
        switch change {
        case .lost(let installation, let extent, let reason):
            let lost = try projects.all(installation: installation).filter { extent.contains($0.repository) }
            for project in lost where project.unseen != reason {
                try projects.update(project.id, at: now) { $0.unseen = reason }
                try audit.note(.follow, of: project, reason: reason, at: now)
            }
            return (lost.count, [])
        case .regained(let installation, let extent, let reason):
            let known =
                switch extent {
                case .all: try projects.all(installation: installation)
                case .repositories(let ids): try ids.compactMap { try projects.find(repository: $0) }
                }
            let regained = known.filter { $0.unseen != nil || $0.installation != installation }
            let runs = try regained.compactMap {
                try regain($0, installation: installation, because: reason, at: now)
            }
            return (regained.count, runs)
        }
    }

    /// GitHub shows the repository of a project that it did not show before.
    /// - Parameter installation: through which it does; nil with a static token.
    /// - Returns: the run that follows.
    @discardableResult
    public func regain(
        _ project: ProjectRecord, installation: Int64?, because reason: String, at now: Date
    ) throws -> RunRecord? {
        try projects.update(project.id, at: now) { project in
            (project.unseen, project.installation) = (nil, installation ?? project.installation)
        }
        return try follow(project, because: reason, at: now)
    }

    /// After an event of a repository that GitHub did not show: it may be shown again. An event that comes late changes
    /// nothing, as it is looked at how the repository is.
    /// - Returns: the run that looks; nil where there is no need to.
    public func lookAgain(_ id: String, at now: Date) throws -> RunRecord? {
        guard let project = try projects.find(id), project.unseen != nil, project.gone == nil,
            try runs.unfinished(project: id, automation: AutomationName.followRepository.rawValue).isEmpty
        else { return nil }
        return try follow(project, because: "GitHub tells of it again", at: now)
    }

    /// - Parameter former: the newest commit of the branch that was tracked before.
    /// - Returns: nil where a run that has not begun will see to it.
    @discardableResult
    func follow(
        _ project: ProjectRecord, because reason: String, former: String? = nil, at now: Date
    ) throws -> RunRecord? {
        let automation = AutomationName.followRepository.rawValue
        // One that waits for its turn has not looked yet.
        let isWaiting = try runs.unfinished(project: project.id, automation: automation)
            .contains { $0.state == .queued }
        guard !isWaiting || former != nil else { return nil }
        let milliseconds = Int64((now.timeIntervalSince1970 * 1000).rounded())
        return try runs.enqueue(
            try NewRun(
                automation: automation, key: "follow:\(project.repository):\(milliseconds)", project: project.id,
                input: FollowInput(reason: reason, former: former)), at: now
        ).run
    }

    /// Whether Flux needs a credential of the project that GitHub would still give.
    public func needsCredential(_ project: ProjectRecord) throws -> Bool {
        guard project.gone == nil, project.unseen == nil else { return false }
        return try archivals.find(project.id)?.begun == nil
    }
}

extension ProjectUpdate {
    /// Nothing in the cluster has to follow a repository that is no more.
    fileprivate var isOfTheEnd: Bool { if case .deleted = self { true } else { false } }
}

extension AccessChange.Extent {
    fileprivate func contains(_ repository: Int64) -> Bool {
        switch self {
        case .all: true
        case .repositories(let ids): ids.contains(repository)
        }
    }
}

extension ProjectRecord {
    fileprivate mutating func apply(
        _ update: ProjectUpdate, isRemoved: Bool, standing: SetUpStanding, at now: Date
    ) {
        switch update {
        case .moved(let name, let owner, let installation):
            (self.owner, self.name, ownerID) = (name.owner, name.name, owner.id)
            self.installation = installation ?? self.installation
        case .trackedBranch(let branch): self.branch = branch
        case .visibility(let isPrivate): self.isPrivate = isPrivate
        case .topics: break
        case .archived:
            if !isRemoved { (state, reason) = (.archived, Self.archivedOnGitHub) }
        case .unarchived:
            if !isRemoved, state == .archived { (state, reason) = (standing.state, standing.reason) }
        case .deleted:
            guard gone == nil else { return }
            gone = now.roundedToMilliseconds
            if !isRemoved { reason = Self.deletedOnGitHub }
        }
    }
}
