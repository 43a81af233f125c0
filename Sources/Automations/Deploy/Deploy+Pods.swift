import RunEngine
import Storage

extension Deploy {
    /// Waits until the workloads that Flux applied run the new image.
    func waitForPods(
        _ release: Release, _ place: EnvironmentInCluster, _ context: RunContext
    ) async throws -> End {
        let environment = place.environment
        let wait = PodWait(
            place: place, commit: release.commit, settings: settings,
            progress: { try await tellProgress($0, release, environment, context) },
            isSuperseded: { try await isSuperseded(release, environment, context) },
            park: { try await tellParked($0, release, environment, context) },
            lacksSecret: { bench.lacksSecret(ProjectPlace(project: place.project.id, environment: environment)) })
        switch try await wait.outcome(context) {
        case .ready: return .ready
        case .failed(let trouble): return .failed(trouble)
        case .superseded: return .superseded
        case .refused(let trouble): return .failed(trouble)
        }
    }

    /// What keeps it, and what to do; said once, and taken back when it is over. Not a step: it may be said again.
    private func tellParked(
        _ trouble: Trouble?, _ release: Release, _ environment: EnvironmentName, _ context: RunContext
    ) async throws {
        let (id, settings, now) = (context.project, settings, context.now)
        let row = try await context.read { try $0.releases.environment(environment, of: release.id) }
        guard row?.trouble != trouble, trouble == nil || row?.state == .working else { return }
        try await context.write { tx in
            try tx.releases.update(environment, of: release.id, at: now) { row in
                row.trouble = trouble
                guard row.state == .working else { return }
                row.detail =
                    trouble == nil
                    ? "the registry takes the login again" : "waiting for a login that the registry takes"
            }
            try Telling(settings).tell(release.commit, of: id, in: tx, at: now)
        }
    }

    /// What people read while they wait. Not a step: it may be said again.
    func tellProgress(
        _ text: String, _ release: Release, _ environment: EnvironmentName, _ context: RunContext
    ) async throws {
        let (id, settings, now) = (context.project, settings, context.now)
        let row = try await context.read { try $0.releases.environment(environment, of: release.id) }
        guard row?.state == .working, row?.detail != text else { return }
        try await context.write { tx in
            try tx.releases.update(environment, of: release.id, at: now) { $0.detail = text }
            try Telling(settings).tell(release.commit, of: id, in: tx, at: now)
        }
    }
}
