import KubernetesAPI
import RunEngine
import Storage

extension EnvironmentInCluster {
    /// - Returns: false if there is no source.
    func suspendSource() async throws -> Bool {
        do {
            return try await client.setSuspended(true, GitRepository.self, names.gitRepository, in: namespace) != nil
        } catch let refusal as KubernetesError where refusal.advice == .terminal {
            // What is suspended already need not be once more.
            guard try await isSourceAtRest() else { throw refusal }
            return true
        }
    }

    /// Whether Slipway, and nobody else, keeps the source suspended.
    func isSourceAtRest() async throws -> Bool {
        try await observedSource()?.isSuspendedBySlipway ?? false
    }

    /// Lets Flux go on with the source, and try it now. What a person suspended stays so.
    func resumeSource(_ token: ReconcileToken) async throws -> Resumption {
        guard let source = try await observedSource() else { return .gone }
        if source.isSuspendedByOthers { return .takenOver }
        let resumed = try await client.setSuspended(
            false, GitRepository.self, names.gitRepository, in: namespace,
            annotations: [ReconcileToken.annotation: token.value])
        return resumed == nil ? .gone : .done
    }

    private func observedSource() async throws -> ObservedObject? {
        try await client.look(
            at: GitRepository.resource, names.gitRepository, in: namespace, extent: .whole)
    }

    func sourceState() async throws -> FluxObservation? {
        try await client.get(GitRepository.self, names.gitRepository, in: namespace).map { FluxObservation($0) }
    }

    /// Asks Flux to look now, also at a source that rests because it kept failing.
    /// - Returns: false if one of the objects does not exist; nothing is created then.
    func askFlux(_ token: ReconcileToken, _ context: RunContext) async throws -> Bool {
        let (id, environment) = (context.project, environment)
        if try await context.read({ try $0.sourceRests.find(id, environment) }) != nil {
            let (resumption, now) = (try await resumeSource(token), context.now)
            guard resumption != .gone else { return false }
            try await context.write { tx in
                try resumption == .done ? tx.probe(id, environment, at: now) : tx.letGo(id, environment, at: now)
            }
        }
        return try await requestReconciliation(token)
    }
}

/// What came of letting Flux go on with a source.
enum Resumption: String, Codable, Sendable {
    case done
    /// There is no source.
    case gone
    /// Somebody else has it suspended.
    case takenOver
}
