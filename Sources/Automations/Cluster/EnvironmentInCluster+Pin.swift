import RunEngine
import Storage

extension EnvironmentInCluster {
    /// GitRepository and Kustomization, pinned to the image that the environment is to run at this moment.
    ///
    /// Runs of one project go on side by side, and a call may be on its way for long. If the environment is to run another
    /// image afterwards, it is applied again: whoever comes last leaves the newest image behind.
    /// - Parameter desired: how the environment should be with this image; `nil` before the first.
    func applyFlux(_ context: RunContext, _ desired: (_ tag: String?) -> DesiredState) async throws {
        var tag = try await wantedTag(context)
        while true {
            try await applyFlux(desired(tag))
            let wanted = try await wantedTag(context)
            if wanted == tag { return }
            tag = wanted
        }
    }

    private func wantedTag(_ context: RunContext) async throws -> String? {
        let (id, environment) = (context.project, environment)
        return try await context.read { try $0.environments.find(id, environment)?.desiredImageTag }
    }
}
