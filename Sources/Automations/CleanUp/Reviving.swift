import Foundation
import Storage

extension Transaction {
    /// Whether the project is being removed from the cluster, or was.
    func isLeaving(_ id: String) throws -> Bool { try archivals.find(id)?.begun != nil }

    /// Brings a project back that left the cluster: it is set up anew, and its environments run what they ran last.
    /// - Returns: how it had been; nil if it is in the cluster, or on its way out of it.
    public func revive(_ id: String, at now: Date) throws -> FormerLife? {
        guard let archival = try archivals.find(id), archival.removed != nil else { return nil }
        let isComplete = try initialisation.all(of: id).contains { $0.stage == .scaffoldCommit && $0.state == .done }
        try archivals.end(id)
        try initialisation.forget(id)
        try projects.update(id, at: now) { project in
            (project.state, project.reason, project.trouble) = (.settingUp, nil, nil)
            project.gone = nil
        }
        for environment in EnvironmentName.allCases {
            try environments.update(id, environment, at: now) { $0.comeBack() }
        }
        return FormerLife(isComplete: isComplete, cause: archival.cause)
    }
}

/// What a project was like before it left the cluster.
public struct FormerLife: Sendable, Hashable {
    /// Its repository had got every file that it should: what its people deleted since stays so.
    public var isComplete: Bool
    /// Why it left.
    public var cause: ArchivalRecord.Cause

    public init(isComplete: Bool, cause: ArchivalRecord.Cause) {
        self.isComplete = isComplete
        self.cause = cause
    }
}

extension SetUpInput {
    /// - Parameter life: how the project was before.
    public mutating func comesBack(from life: FormerLife) {
        (isComeBack, leftBecause) = (life.isComplete, life.cause)
    }
}

extension EnvironmentRecord {
    /// Nothing of it is in the cluster any more.
    mutating func leave() {
        (state, message) = (.archived, "removed from the cluster")
        (trouble, imageTag, paused) = (nil, nil, nil)
    }

    /// It is prepared anew, with the image that it had last.
    mutating func comeBack() {
        (state, trouble, imageTag) = (.waiting, nil, nil)
        message = desiredImageTag.map { "comes back with `\(Wording.short($0))`" }
    }

    /// Pinned to what it had before its project left, and not seen running yet.
    var isComingBack: Bool { state == .waiting && imageTag == nil && desiredImageTag != nil }
}
