import Foundation
import Storage

/// Everything the one comment of a commit tells. A pure snapshot: the same story always gives the same text.
public struct CommitStory: Sendable, Hashable {
    public var project: ProjectID
    /// `owner/name`, as GitHub spells it now.
    public var repository: String
    /// The full SHA.
    public var commit: String
    /// First line of the commit message; from outside.
    public var subject: String
    /// The tracked branch; from outside.
    public var branch: String
    /// The image that ran before, if there was one: full SHA or tag.
    public var previousImage: String?
    /// Present on the commit that the repository was set up with.
    public var setUp: SetUpStory?
    public var build: BuildStory?
    /// In the order of ``EnvironmentName``.
    public var environments: [EnvironmentStory]
    /// That the project leaves the cluster, or left it.
    public var farewell: FarewellStory?
    public var updated: Date

    public init(
        project: ProjectID, repository: String, commit: String, subject: String, branch: String,
        previousImage: String? = nil, setUp: SetUpStory? = nil, build: BuildStory? = nil,
        environments: [EnvironmentStory] = [], farewell: FarewellStory? = nil, updated: Date
    ) {
        self.project = project
        self.repository = repository
        self.commit = commit
        self.subject = subject
        self.branch = branch
        self.previousImage = previousImage
        self.setUp = setUp
        self.build = build
        self.environments = environments
        self.farewell = farewell
        self.updated = updated
    }

    /// The hidden line by which Slipway finds its own comment again. It is the last line of the comment.
    public var marker: String { Self.marker(project: project, commit: commit) }

    /// See ``marker``.
    public static func marker(project: ProjectID, commit: String) -> String { "<!-- slipway:\(project):\(commit) -->" }

    /// Whether a person has to do something.
    public var isFailure: Bool {
        build?.hasFailed == true || setUp?.state == .failed || setUp?.state == .degraded
            || environments.contains { $0.state == .failed || $0.state == .degraded }
    }
}
