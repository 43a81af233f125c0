import Simulation
import Testing

extension Repository {
    /// Both ledgers show each effect once: one scaffold commit, one comment per commit, one deployment per environment,
    /// and every object is there.
    func wasDoneOnce() async throws {
        let history = try await github.history(of: name)
        #expect(history.count == 2, "the first file and the scaffold")
        var scaffolds = 0
        for commit in history {
            let message = try await github.message(of: commit, in: name)
            scaffolds += message?.hasPrefix("Add the template") == true ? 1 : 0
            let comments = try await comments(on: commit).count
            #expect(comments == (commit == history[0] ? 1 : 0), "\(commit) has \(comments) comments")
        }
        #expect(scaffolds == 1)
        for environment in Self.environments {
            #expect(await ownObjects(in: environment) == expectedObjects(in: environment))
            let deployments = try await github.deployments(in: name).filter { $0.environment == environment }
            #expect(deployments.count == 1, "\(environment) has \(deployments.count) deployments")
            let status = try await status(environment, on: history[0])
            #expect(status?.state == "success", "\(environment) of \(name): \(String(describing: status))")
        }
    }
}
