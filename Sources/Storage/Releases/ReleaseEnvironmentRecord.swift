import Foundation
import GRDB

/// A release in one environment.
public struct ReleaseEnvironmentRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "releaseEnvironment"

    public var release: Int64
    public var environment: EnvironmentName
    public var state: ReleaseState
    /// What is happening or what happened, for people.
    public var detail: String?
    /// What went wrong, if anything did.
    public var trouble: Trouble?
    /// The tag that ran before.
    public var previousImage: String?
    public var started: Date?
    public var finished: Date?
    /// GitHub's id of the deployment.
    public var deployment: Int64?
    public var updated: Date
}

/// How far a release is in one environment.
public enum ReleaseState: String, Codable, Sendable, CaseIterable {
    case waiting, working, ready, failed, skipped, superseded

    /// Whether a release may go from this state to `next`. Staying is always allowed.
    public func canBecome(_ next: ReleaseState) -> Bool {
        if self == next { return true }
        return switch self {
        case .waiting: true
        case .working: next != .waiting && next != .skipped
        case .failed: next == .working || next == .ready || next == .superseded
        case .skipped: next == .working || next == .waiting || next == .superseded
        // Its project left the cluster, and came back.
        case .superseded: next == .waiting
        case .ready: false
        }
    }
}
