import Foundation
import RunEngine
import Storage

extension Deploy {
    /// Records how it ended in an environment, and tells the commit.
    func conclude(
        _ end: End, _ release: Release, _ environment: EnvironmentName, _ context: RunContext
    ) async throws -> Arrival {
        let (id, settings, now) = (context.project, settings, context.now)
        let checksAddress = bench.reach != nil
        return try await context.record("conclude \(environment.rawValue)") { tx in
            let arrival = try tx.conclude(end, release, environment, of: id, now: now)
            if case .ready = arrival, checksAddress {
                try tx.checkAddress(of: release, environment, of: id, at: now)
            }
            try Telling(settings).tell(release.commit, of: id, in: tx, at: now)
            try tx.tellWaiting(of: id, besides: release.commit, settings, at: now)
            return arrival
        }
    }
}

extension Transaction {
    fileprivate func conclude(
        _ end: Deploy.End, _ release: Release, _ environment: EnvironmentName, of project: String, now: Date
    ) throws -> Arrival {
        // Superseded while the last look was under way: the environment is the newer release's.
        if let row = try releases.environment(environment, of: release.id), row.state == .superseded {
            return .superseded(by: "a newer release")
        }
        switch end {
        case .ready:
            try arrive(release, environment, of: project, now: now)
            return .ready
        case .failed(let trouble):
            try stop(release, at: environment, of: project, trouble, now: now)
            return .stopped(trouble.summary ?? trouble.what)
        case .superseded: return .superseded(by: "a newer release")
        }
    }

    private func arrive(
        _ release: Release, _ environment: EnvironmentName, of project: String, now: Date
    ) throws {
        try releases.update(environment, of: release.id, at: now) { row in
            row.state = .ready
            row.detail = nil
            row.finished = now
        }
        try environments.update(project, environment, at: now) { record in
            record.state = .ready
            record.message = nil
            record.trouble = nil
            record.imageTag = release.commit
        }
    }

    /// The release ends here: this environment keeps its old pods, those behind it are not touched.
    func stop(
        _ release: Release, at environment: EnvironmentName, of project: String, _ trouble: Trouble, now: Date
    ) throws {
        try releases.update(environment, of: release.id, at: now) { row in
            row.state = .failed
            row.detail = trouble.summary ?? "failed"
            row.trouble = trouble
            row.finished = now
        }
        try environments.update(project, environment, at: now) { record in
            record.state = .failed
            record.message = trouble.summary ?? trouble.what
            record.trouble = trouble
        }
        for row in try releases.environments(of: release.id) where row.environment > environment && !row.state.isOver {
            try releases.update(row.environment, of: release.id, at: now) { row in
                row.state = .skipped
                row.finished = now
            }
        }
    }
}
