import Foundation
import Storage

extension Transaction {
    /// From now on nothing is put back in the cluster that people delete or change, no source is suspended, and those
    /// that are suspended stay so. Pushes and builds are acted on as before.
    /// - Returns: false if the project was paused already.
    public func pause(_ project: ProjectRecord, at now: Date) throws -> Bool {
        guard project.paused == nil else { return false }
        try projects.update(project.id, at: now) { $0.paused = now.roundedToMilliseconds }
        try audit.note(.pause, of: project, at: now)
        return true
    }

    /// Ends a pause and puts everything back that was changed meanwhile. Environments whose namespace is paused stay so.
    /// - Returns: false if the project was not paused.
    public func resume(_ project: ProjectRecord, at now: Date) throws -> Bool {
        guard project.paused != nil else { return false }
        let resumed = try projects.update(project.id, at: now) { $0.paused = nil }
        try audit.note(.resume, of: project, at: now)
        try repair(resumed, because: "everything, after a pause", at: now)
        try wakeRests(of: project.id, at: now)
        return true
    }
}
