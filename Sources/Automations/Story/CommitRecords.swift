import Storage

/// What the database knows of one commit of a project, read in one transaction.
struct CommitRecords {
    let project: ProjectRecord
    let commit: String
    let environments: [EnvironmentRecord]
    /// Empty unless the project was set up with this commit.
    let stages: [InitialisationStepRecord]
    /// The newest release of the commit.
    let release: ReleaseRecord?
    let releaseEnvironments: [ReleaseEnvironmentRecord]
    let push: PushRecord?
    /// Sources that rest: told on the newest commit only.
    let rests: [SourceRestRecord]
    /// The project's way out of the cluster: told on the newest commit only.
    let archival: ArchivalRecord?

    /// `nil` if there is no such project.
    init?(commit: String, project id: String, in tx: Transaction) throws {
        guard let project = try tx.projects.find(id) else { return nil }
        self.project = project
        self.commit = commit
        environments = try tx.environments.all(of: id).sorted { $0.name < $1.name }
        stages = project.scaffoldSHA == commit ? try tx.initialisation.all(of: id) : []
        release = try tx.releases.all(of: id, sha: commit).first
        releaseEnvironments = try release.map { try tx.releases.environments(of: $0.id) } ?? []
        // Of another branch where that was tracked before.
        push =
            try tx.pushes.find(project: id, ref: "refs/heads/\(project.branch)", sha: commit)
            ?? tx.pushes.find(project: id, sha: commit)
        rests = try tx.newestCommit(of: project) == commit ? try tx.sourceRests.all(of: id) : []
        archival = try tx.newestCommit(of: project) == commit ? try tx.archivals.find(id) : nil
    }
}
