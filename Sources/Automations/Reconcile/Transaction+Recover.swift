import Foundation
import Storage

extension Transaction {
    /// Takes Flux's view anew where a push left an environment degraded and everything is well again: Flux went on by itself,
    /// as it does after an outage, and nobody else would tell the commit.
    /// - Parameter object: what was seen to be ready after it had failed.
    public func recover(_ object: GitOpsResourceRecord, at now: Date) throws {
        guard object.status == .ready, let environment = try environments.find(object.project, object.environment),
            environment.state == .degraded, environment.imageTag != nil || environment.desiredImageTag == nil,
            let project = try projects.find(object.project), project.state == .active, try !isLeaving(project.id),
            try isReady(.gitRepository, environment), try isReady(.kustomization, environment),
            try runs.unfinished(project: project.id, automation: AutomationName.reconcile.rawValue).isEmpty,
            let push = try lastPush(to: project)
        else { return }
        let since = Int64((object.since.timeIntervalSince1970 * 1000).rounded())
        let key = "recovered:\(project.repository):\(environment.name.rawValue):\(object.kind.rawValue):\(since)"
        _ = try runs.enqueue(
            try NewRun(
                automation: AutomationName.reconcile.rawValue, key: key, project: project.id, input: push), at: now)
    }

    private func isReady(_ kind: GitOpsResourceRecord.Kind, _ environment: EnvironmentRecord) throws -> Bool {
        try gitopsResources.find(environment.project, environment.name, kind)?.status == .ready
    }
}
