import Foundation
import GRDB

/// One durable execution of an automation for one project.
public struct RunRecord: StoredRecord, Identifiable, Sendable, Equatable {
    public static let databaseTableName = "run"

    public var id: Int64
    public var automation: String
    /// What makes the run unique, such as `push:<repository id>:<ref>:<after>`.
    public var key: String
    public var project: String
    /// JSON.
    public var input: String
    public var state: RunState
    /// How often the run was claimed.
    public var attempts: Int
    /// From when on it may be claimed, while queued or waiting.
    public var due: Date
    /// What a waiting run waits for, for people.
    public var waitsFor: String?
    public var leaseOwner: String?
    /// Raised with every claim; a worker with an older number may not write.
    public var fence: Int64
    public var leaseUntil: Date?
    /// How often in a row the process died while it executed the run, without a step that finished in between.
    public var deaths: Int
    /// A wake arrived while it was executing.
    var isWoken: Bool
    public var created: Date
    public var started: Date?
    public var finished: Date?
    public var outcome: String?
    /// GUID of the delivery that first asked for it.
    public var delivery: String?

    /// Decodes the input.
    public func input<T: Decodable>(as type: T.Type) throws -> T {
        try JSONText.decode(type, from: input)
    }
}

extension RunRecord {
    /// From so many deaths on a run is suspected to cause them: it executes beside no other such run, so that what dies
    /// with it is not blamed for long.
    static let suspicion = 2
}

public enum RunState: String, Codable, Sendable, CaseIterable {
    case queued, running, waiting, done, failed, superseded, cancelled

    public var isFinished: Bool {
        switch self {
        case .queued, .running, .waiting: false
        case .done, .failed, .superseded, .cancelled: true
        }
    }
}

/// A worker's right to execute a run, until somebody else claims it.
public struct RunClaim: Sendable, Equatable {
    public let run: Int64
    public let owner: String
    public let fence: Int64

    public init(run: Int64, owner: String, fence: Int64) {
        self.run = run
        self.owner = owner
        self.fence = fence
    }
}
