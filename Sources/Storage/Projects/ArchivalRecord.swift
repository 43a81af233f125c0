import Foundation
import GRDB

/// A project's way out of the cluster: announced, begun, and in the end gone from there. A project that is only archived on
/// GitHub has none: what runs is left as it is.
public struct ArchivalRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "archival"

    /// Why it is taken out of the cluster.
    public enum Cause: String, Codable, Sendable, CaseIterable {
        /// The repository was deleted on GitHub.
        case deleted
        /// Its set-up failed, and nobody mended it.
        case failed
        /// Nobody touched it for long, and its name says that it was meant for a while.
        case unused
        /// A person said so.
        case person
    }

    /// How far it is.
    public enum Phase: String, Sendable, CaseIterable {
        case announced, removing, removed
    }

    public var project: String
    public var cause: Cause
    /// The same for people: "nobody touched it for 7 days, and its name has the word test".
    public var reason: String
    /// When people were told; nil where nobody is.
    public var announced: Date?
    /// Nothing is removed before this.
    public var due: Date
    /// Since when it is being removed.
    public var begun: Date?
    /// Since when nothing of it is in the cluster.
    public var removed: Date?
    /// When a push came while it was being removed: it comes back when all of it is gone.
    public var pushed: Date?
    /// Finalizers that hold its namespaces are removed too, because a person said so.
    public var removesFinalizers: Bool

    public init(
        project: String, cause: Cause, reason: String, announced: Date? = nil, due: Date, begun: Date? = nil,
        removed: Date? = nil, pushed: Date? = nil, removesFinalizers: Bool = false
    ) {
        self.project = project
        self.cause = cause
        self.reason = reason
        self.announced = announced
        self.due = due
        self.begun = begun
        self.removed = removed
        self.pushed = pushed
        self.removesFinalizers = removesFinalizers
    }

    public var phase: Phase { removed != nil ? .removed : begun != nil ? .removing : .announced }
}
