import Foundation
import RunEngine
import Storage

extension RepairProject {
    /// In one step: what is recorded as applied is applied in all of them.
    func applyLimits(at place: EnvironmentInCluster, _ context: RunContext) async throws -> RunOutcome {
        try await context.step("apply the limits", retry: .persistent) { _ in
            let desired = DesiredState(
                project: place.project, environment: place.environment, imageTag: nil, settings: settings,
                credentials: DesiredState.Credentials())
            try await place.createNamespace(desired)
            try await place.apply([.quota, .limits], of: desired)
            let limits = desired.limits.text
            try await context.write { [id = context.project, now = context.now, name = place.environment] tx in
                try tx.environments.update(id, name, at: now) { $0.limits = limits }
            }
        }
        return .done("the limits of the configuration are those of \(place.environment.rawValue)")
    }
}

extension Transaction {
    /// Lets environments follow that have other limits than the configuration says: the first time, or because that was
    /// changed, or their project has another name.
    /// - Parameter most: so many such runs at a time.
    /// - Returns: the runs that begin.
    public func followLimits(_ settings: Settings, most: Int, at now: Date) throws -> [RunRecord] {
        var room = try most - runs.unfinishedCount(keyPrefix: Self.limitsPrefix)
        var begun: [RunRecord] = []
        for outdated in try environmentsWithOtherLimits(settings) where room > 0 {
            guard let run = try followLimits(outdated.environment, of: outdated.project, at: now) else { continue }
            begun.append(run)
            room -= 1
        }
        return begun
    }

    /// Environments whose limits are not those of the configuration, whether or not they may be changed now.
    public func environmentsWithOtherLimits(
        _ settings: Settings
    ) throws -> [(project: ProjectRecord, environment: EnvironmentRecord)] {
        try projects.all().flatMap { project -> [(ProjectRecord, EnvironmentRecord)] in
            guard [.active, .degraded].contains(project.state), let identity = ProjectIdentity(project) else {
                return []
            }
            let limits = settings.limits(of: identity)
            return try environments.all(of: project.id).filter { Limits(applied: $0.limits) != limits }
                .map { (project, $0) }
        }
    }

    /// - Returns: nil while nothing may be changed there, and after an attempt that failed within the hour.
    private func followLimits(
        _ environment: EnvironmentRecord, of project: ProjectRecord, at now: Date
    ) throws -> RunRecord? {
        guard try reasonToLeaveAlone(project, environment) == nil else { return nil }
        let prefix = "\(Self.limitsPrefix)\(project.repository):\(environment.name.rawValue):"
        guard try runs.unfinishedCount(keyPrefix: prefix) == 0 else { return nil }
        let input = RepairInput(
            environment: environment.name, objects: [.namespace, .quota, .limits],
            findings: ["other limits in the configuration"], isOfLimits: true)
        let enqueued = try runs.enqueue(
            try NewRun(
                automation: AutomationName.repairProject.rawValue,
                key: prefix + Self.unique(environment, at: now), project: project.id, input: input), at: now)
        return enqueued.isNew ? enqueued.run : nil
    }

    /// Whatever was applied before, and once an hour.
    private static func unique(_ environment: EnvironmentRecord, at now: Date) -> String {
        "\(Int64(environment.updated.timeIntervalSince1970 * 1000)):\(Int64(now.timeIntervalSince1970 / 3600))"
    }

    private static var limitsPrefix: String { "limits:" }
}
