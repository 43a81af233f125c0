import Foundation
import GRDB

/// One image (its tag is the full commit SHA) on its way through the environments, from the first sign of its build.
public struct ReleaseRecord: StoredRecord, Identifiable, Sendable, Equatable {
    public static let databaseTableName = "release"

    /// In the order of the first reports, which need not be that of the builds: see ``isNewer(than:)``.
    public var id: Int64
    public var project: String
    public var sha: String
    public var ref: String
    /// GitHub's id of the workflow run.
    public var buildRun: Int64
    public var buildAttempt: Int
    public var buildNumber: Int
    public var buildName: String
    public var buildURL: String
    public var buildState: BuildState
    public var buildStarted: Date?
    public var buildFinished: Date?
    public var failedJobs: [FailedJob]
    /// First line of the commit message.
    public var subject: String
    /// What ran before, for "from → to".
    public var previousSHA: String?
    public var created: Date

    /// Whether its build began later. Reports arrive in any order, above all those that were lost and came again; GitHub's
    /// own times and numbers do not depend on that. A build that is run again begins anew.
    public func isNewer(than other: ReleaseRecord) -> Bool {
        let (mine, theirs) = (buildStarted ?? created, other.buildStarted ?? other.created)
        if mine != theirs { return mine > theirs }
        return (buildNumber, buildAttempt, id) > (other.buildNumber, other.buildAttempt, other.id)
    }
}

/// A job of a build that did not succeed.
public struct FailedJob: Codable, Sendable, Hashable {
    public var name: String
    public var url: String
    /// Names of the steps that failed.
    public var steps: [String]

    public init(name: String, url: String, steps: [String]) {
        self.name = name
        self.url = url
        self.steps = steps
    }
}
