import Foundation
import GRDB

/// The stages of setting up inside one transaction.
public struct Initialisation {
    let db: GRDB.Database

    /// Marks a stage as running; its first start time is kept when it is tried again.
    public func start(_ stage: InitialisationStage, of project: String, at now: Date) throws {
        try change(stage, of: project) { step in
            step.state = .running
            step.started = step.started ?? now
            step.finished = nil
            step.error = nil
        }
    }

    public func finish(_ stage: InitialisationStage, of project: String, detail: String? = nil, at now: Date) throws {
        try change(stage, of: project) { step in
            step.state = .done
            step.started = step.started ?? now
            step.finished = now
            step.detail = detail
            step.error = nil
        }
    }

    public func fail(_ stage: InitialisationStage, of project: String, error: String, at now: Date) throws {
        try change(stage, of: project) { step in
            step.state = .failed
            step.started = step.started ?? now
            step.finished = now
            step.error = error
        }
    }

    /// All eight stages in order; those not reached yet are `pending`.
    public func all(of project: String) throws -> [InitialisationStepRecord] {
        let known = try InitialisationStepRecord.filter(Column("project") == project).fetchAll(db)
        return InitialisationStage.allCases.map { stage in
            known.first { $0.stage == stage } ?? InitialisationStepRecord(project: project, stage: stage)
        }
    }

    private func change(
        _ stage: InitialisationStage, of project: String, _ change: (inout InitialisationStepRecord) -> Void
    ) throws {
        let known = try InitialisationStepRecord.fetchOne(db, key: ["project": project, "stage": stage.rawValue])
        var step = known ?? InitialisationStepRecord(project: project, stage: stage)
        change(&step)
        try step.upsert(db)
    }
}

extension InitialisationStepRecord {
    init(project: String, stage: InitialisationStage) {
        self.init(
            project: project, stage: stage, state: .pending, started: nil, finished: nil, error: nil, detail: nil)
    }
}

extension [InitialisationStepRecord] {
    /// The percentage of the progress bar: where the first stage that is not done begins.
    public var percent: Int {
        first { $0.state != .done }?.stage.percent.lowerBound ?? 100
    }
}
