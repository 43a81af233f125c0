import KubernetesAPI
import RunEngine
import Storage

extension EnvironmentInCluster {
    /// - Returns: false if there is no source.
    func suspendSource() async throws -> Bool {
        try await client.setSuspended(true, GitRepository.self, names.gitRepository, in: namespace) != nil
    }

    /// Lets Flux go on with the source, and try it now.
    func resumeSource(_ token: ReconcileToken) async throws -> Bool {
        try await client.setSuspended(
            false, GitRepository.self, names.gitRepository, in: namespace,
            annotations: [ReconcileToken.annotation: token.value]) != nil
    }

    func sourceState() async throws -> FluxObservation? {
        try await client.get(GitRepository.self, names.gitRepository, in: namespace).map { FluxObservation($0) }
    }

    /// Asks Flux to look now, also at a source that rests because it kept failing.
    /// - Returns: false if one of the objects does not exist; nothing is created then.
    func askFlux(_ token: ReconcileToken, _ context: RunContext) async throws -> Bool {
        let (id, environment) = (context.project, environment)
        if try await context.read({ try $0.sourceRests.find(id, environment) }) != nil {
            guard try await resumeSource(token) else { return false }
            let now = context.now
            try await context.write { try $0.probe(id, environment, at: now) }
        }
        return try await requestReconciliation(token)
    }
}
