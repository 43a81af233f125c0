import Foundation
import RunEngine
import Storage

extension SetUpProject {
    /// Records how a round ended: the project is active, or degraded with the reason of each environment.
    func conclude(
        _ failures: [EnvironmentFailure], round: Int, _ plan: SetUpPlan, _ context: RunContext
    ) async throws {
        let (id, settings, now) = (plan.id.value, settings, context.now)
        // One that is tried again may end well in a round that is recorded to have failed.
        try await context.record("conclude\(failures.isEmpty ? "" : " round \(round)")") { tx in
            if failures.isEmpty {
                try tx.activate(id, at: now)
            } else {
                try tx.degrade(id, failures, at: now)
            }
            try tx.runs.wake([WakeKey.setUp(id)], at: now)
            try tx.tellSetUp(of: id, settings, at: now)
        }
    }
}

extension Transaction {
    fileprivate func activate(_ project: String, at now: Date) throws {
        try initialisation.finish(.cluster, of: project, at: now)
        try initialisation.start(.active, of: project, at: now)
        try initialisation.finish(.active, of: project, at: now)
        try projects.update(project, at: now) { project in
            project.trouble = nil
            if project.state != .archived { (project.state, project.reason) = (.active, nil) }
        }
        for environment in EnvironmentName.allCases {
            try environments.update(project, environment, at: now) { record in
                guard record.desiredImageTag == nil else { return }
                record.state = .waiting
                record.message = "waits for the first image"
            }
        }
    }

    fileprivate func degrade(_ project: String, _ failures: [EnvironmentFailure], at now: Date) throws {
        let reason = failures.map { "\($0.environment.rawValue): \($0.error.what)" }.joined(separator: " ")
        try initialisation.fail(.cluster, of: project, error: reason, at: now)
        try projects.update(project, at: now) { project in
            if project.state != .archived { (project.state, project.reason) = (.degraded, reason) }
        }
        for failure in failures {
            try environments.update(project, failure.environment, at: now) { record in
                record.state = .degraded
                record.message = "not prepared yet, trying again"
                record.trouble = failure.error.trouble
            }
        }
    }
}
