import Foundation
import Storage

/// A run as `--json` and `/api` show it.
public struct RunReport: Encodable, Sendable {
    public let id: Int64
    public let automation: String
    public let key: String
    public let state: String
    @Nullable public var waitsFor: String?
    public let created: Date
    @Nullable public var started: Date?
    @Nullable public var finished: Date?
    @Nullable public var outcome: String?
    /// GUID of the delivery that first asked for it.
    @Nullable public var delivery: String?
    public let steps: [StepReport]

    init(_ run: RunRecord, steps: [StepRecord]) {
        id = run.id
        automation = run.automation
        key = run.key
        state = run.state.rawValue
        created = run.created
        self.steps = steps.map(StepReport.init)
        _waitsFor = Nullable(wrappedValue: run.waitsFor)
        _started = Nullable(wrappedValue: run.started)
        _finished = Nullable(wrappedValue: run.finished)
        _outcome = Nullable(wrappedValue: run.outcome)
        _delivery = Nullable(wrappedValue: run.delivery)
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
        RunReport(run, steps: try runs.steps(of: run.id))
    }

    /// A run by its number.
    public func runReport(_ id: Int64) throws -> RunReport? {
        try runs.find(id).map(report)
    }
}
