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
        let isRemoved = try archivals.find(project.id)?.removed != nil
        var next = project
        next.apply(update, isRemoved: isRemoved, standing: try standing(of: project), at: now)
        guard next != project else { return nil }
        try projects.update(project.id, at: now) { $0 = next }
        if case .deleted = update { return nil }
        return try isRemoved ? nil : follow(project, because: note, at: now)
    }

    /// - Returns: the projects that lost or regained, and the runs by which they follow.
    public func apply(_ change: AccessChange, at now: Date) throws -> (projects: Int, runs: [RunRecord]) {
        switch change {
        case .lost(let installation, let extent, let reason):
            let lost = try projects.all(installation: installation).filter { extent.contains($0.repository) }
            for project in lost where project.unseen != reason {
                try projects.update(project.id, at: now) { $0.unseen = reason }
            }
            return (lost.count, [])
        case .regained(let installation, let extent, let reason):
            let known =
                switch extent {
                case .all: try projects.all(installation: installation)
                case .repositories(let ids): try ids.compactMap { try projects.find(repository: $0) }
                }
            let regained = known.filter { $0.unseen != nil || $0.installation != installation }
            let runs = try regained.compactMap { project in
                try projects.update(project.id, at: now) { ($0.unseen, $0.installation) = (nil, installation) }
                return try follow(project, because: reason, at: now)
            }
            return (regained.count, runs)
        }
    }

    private func follow(_ project: ProjectRecord, because reason: String, at now: Date) throws -> RunRecord? {
        let automation = AutomationName.followRepository.rawValue
        // One that waits for its turn has not looked yet.
        guard try !runs.unfinished(project: project.id, automation: automation).contains(where: { $0.state == .queued })
        else { return nil }
        let milliseconds = Int64((now.timeIntervalSince1970 * 1000).rounded())
        return try runs.enqueue(
            try NewRun(
                automation: automation, key: "follow:\(project.repository):\(milliseconds)", project: project.id,
                input: FollowInput(reason: reason)), at: now
        ).run
    }

    /// Whether Flux needs a credential of the project that GitHub would still give.
    public func needsCredential(_ project: ProjectRecord) throws -> Bool {
        guard project.gone == nil, project.unseen == nil else { return false }
        return try archivals.find(project.id)?.begun == nil
    }
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
