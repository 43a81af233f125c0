import Foundation
import Storage

/// A project's way out of the cluster.
public struct ArchivalReport: Encodable, Sendable {
    public let phase: String
    public let cause: String
    /// Within a sentence.
    public let reason: String
    /// Nothing is removed before this.
    public let due: Date
    @Nullable public var begun: Date?
    @Nullable public var removed: Date?

    init(_ archival: ArchivalRecord) {
        phase = archival.phase.rawValue
        cause = archival.cause.rawValue
        reason = archival.reason
        due = archival.due
        _begun = Nullable(wrappedValue: archival.begun)
        _removed = Nullable(wrappedValue: archival.removed)
    }
}
