import Storage

extension Transaction {
    /// Why nothing is put back in an environment; nil: what is missing or was changed by hand is put back.
    public func reasonToLeaveAlone(_ project: ProjectRecord, _ environment: EnvironmentRecord) throws -> String? {
        if try archivals.find(project.id)?.begun != nil { return "the project leaves the cluster" }
        switch project.state {
        case .archived: return "the project is archived"
        case .settingUp: return "the project is being set up"
        case .failed: return "the set-up of the project failed"
        case .active, .degraded: break
        }
        if project.paused != nil { return "the project is paused" }
        if environment.paused != nil { return "the namespace is paused" }
        return try isUnprepared(environment, of: project) ? "the environment is not prepared yet" : nil
    }

    /// Why a source that keeps failing is not suspended, or one that is suspended not looked after; nil: it is.
    func reasonNotToRest(_ project: ProjectRecord, _ environment: EnvironmentRecord) throws -> String? {
        if try archivals.find(project.id)?.begun != nil { return "the project leaves the cluster" }
        if project.state == .archived { return "the project is archived" }
        if project.paused != nil { return "the project is paused" }
        return environment.paused != nil ? "the namespace is paused" : nil
    }

    /// Whether people have it that nothing is put back in an environment, in all of the project or only there.
    func isPaused(_ project: String, _ environment: EnvironmentName) throws -> Bool {
        if try projects.find(project)?.paused != nil { return true }
        return try environments.find(project, environment)?.paused != nil
    }

    /// Whether the set-up of the project has not prepared the environment yet and goes on trying.
    public func isUnprepared(_ environment: EnvironmentRecord, of project: ProjectRecord) throws -> Bool {
        guard project.state == .degraded, environment.state == .degraded else { return false }
        return try initialisation.all(of: project.id).contains { $0.stage == .cluster && $0.state != .done }
    }
}
