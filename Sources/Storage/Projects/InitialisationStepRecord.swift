import Foundation
import GRDB

/// How one stage of setting up a project went.
public struct InitialisationStepRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "initialisationStep"

    public enum State: String, Codable, Sendable, CaseIterable {
        case pending, running, done, failed
    }

    public var project: String
    public var stage: InitialisationStage
    public var state: State
    public var started: Date?
    public var finished: Date?
    public var error: String?
    /// A word for the progress line, such as "23 files" or the commit's SHA.
    public var detail: String?
}
