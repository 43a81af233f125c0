import Foundation
import Storage

/// A run as lists show it.
public struct RunSummary: Encodable, Sendable {
    public let id: Int64
    public let automation: String
    public let key: String
    /// The project's id.
    public let project: String
    /// `owner/name`; null of a project that is not known, or not yet.
    @Nullable public var repository: String?
    public let state: String
    @Nullable public var waitsFor: String?
    public let created: Date
    @Nullable public var started: Date?
    @Nullable public var finished: Date?
    @Nullable public var outcome: String?
    /// GUID of the delivery that first asked for it.
    @Nullable public var delivery: String?

    init(_ run: RunRecord, repository: String?) {
        id = run.id
        automation = run.automation
        key = run.key
        project = run.project
        state = run.state.rawValue
        created = run.created
        _repository = Nullable(wrappedValue: repository)
        _waitsFor = Nullable(wrappedValue: run.waitsFor)
        _started = Nullable(wrappedValue: run.started)
        _finished = Nullable(wrappedValue: run.finished)
        _outcome = Nullable(wrappedValue: run.outcome)
        _delivery = Nullable(wrappedValue: run.delivery)
    }
}

/// A run with its steps, as `--json` and `/api` show it.
@dynamicMemberLookup
public struct RunReport: Encodable, Sendable {
    public let summary: RunSummary
    public let steps: [StepReport]

    public subscript<Value>(dynamicMember member: KeyPath<RunSummary, Value>) -> Value { summary[keyPath: member] }

    private enum Key: String, CodingKey {
        case steps
    }

    /// One object: the steps stand beside what the summary says.
    public func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(steps, forKey: .steps)
    }
}

/// A step of a run.
public struct StepReport: Encodable, Sendable {
    public let name: String
    public let started: Date
    @Nullable public var finished: Date?
    public let attempts: Int
    @Nullable public var lastError: String?

    init(_ step: StepRecord) {
        name = step.name
        started = step.started
        attempts = step.attempts
        _finished = Nullable(wrappedValue: step.finished)
        _lastError = Nullable(wrappedValue: step.lastError)
    }
}

extension Transaction {
    func report(_ run: RunRecord) throws -> RunReport {
        RunReport(summary: try summary(run), steps: try runs.steps(of: run.id).map(StepReport.init))
    }

    func summary(_ run: RunRecord) throws -> RunSummary {
        RunSummary(run, repository: try projects.find(run.project)?.fullName)
    }

    /// A run by its number.
    public func runReport(_ id: Int64) throws -> RunReport? {
        try runs.find(id).map(report)
    }
}
