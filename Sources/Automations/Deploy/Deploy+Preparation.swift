import RunEngine
import Storage

extension Deploy {
    /// An environment that could not be prepared yet is being tried again by the set-up; the release waits for it and says
    /// so, instead of failing for a reason that is about to be mended.
    func waitUntilPrepared(
        _ release: Release, _ environment: EnvironmentName, _ context: RunContext
    ) async throws {
        let id = context.project
        let keys: Set = [WakeKey.setUp(id), WakeKey.release(id, environment)]
        let _: Waited<Bool> = try await context.wait(
            "\(environment.rawValue) prepared", for: "\(environment.rawValue) to be prepared",
            timeout: .seconds(86_400), checkEvery: .seconds(60), wakeOn: keys
        ) {
            guard let record = try await context.read({ try $0.unprepared(environment, of: id) }) else { return true }
            if try await isSuperseded(release, environment, context) { return true }
            try await tellWaiting(release, record, context)
            return nil
        }
    }

    private func tellWaiting(
        _ release: Release, _ environment: EnvironmentRecord, _ context: RunContext
    ) async throws {
        let (id, settings, now) = (context.project, settings, context.now)
        try await context.write { tx in
            guard let row = try tx.releases.environment(environment.name, of: release.id), row.state == .waiting,
                row.trouble != environment.trouble || row.detail != environment.message
            else { return }
            try tx.releases.update(environment.name, of: release.id, at: now) { row in
                row.detail = environment.message
                row.trouble = environment.trouble
            }
            try Telling(settings).tell(release.commit, of: id, in: tx, at: now)
        }
    }
}

extension Transaction {
    /// The environment, if the set-up of its project has not prepared it yet and goes on trying.
    fileprivate func unprepared(_ environment: EnvironmentName, of project: String) throws -> EnvironmentRecord? {
        guard let owner = try projects.find(project), let record = try environments.find(project, environment),
            try isUnprepared(record, of: owner)
        else { return nil }
        return record
    }
}
