import Foundation
import KubernetesAPI
import RunEngine
import Storage

extension Deploy {
    /// One environment: enter it, pin the image, let Flux apply it, wait for the pods.
    /// - Parameter isPromoted: a person said so, whatever the configuration says of this environment.
    func deploy(
        _ release: Release, to environment: EnvironmentName, isPromoted: Bool, _ context: RunContext
    ) async throws -> Arrival {
        try await waitUntilPrepared(release, environment, context)
        let entrance = try await enter(release, environment, isPromoted: isPromoted, context)
        guard entrance == .entered else { return entrance.arrival }
        let place = EnvironmentInCluster(
            client: bench.cluster, project: try await context.identity(), environment: environment)
        var round = 0
        while true {
            round += 1
            let began = context.recordedNow
            let name = round == 1 ? environment.rawValue : "\(environment.rawValue), \(round)"
            let results = try await context.parallel(over: [environment], named: { _ in name }) { _, context in
                try await rollOut(release, at: place, context)
            }
            let end =
                switch results[0] {
                case .success(let end): end
                case .failure(let error): End.failed(error.trouble)
                }
            if case .failed = end, round < Self.rounds, try await isPutBack(environment, since: began, context) {
                continue
            }
            return try await conclude(end, release, environment, context)
        }
    }

    /// So often a release is tried in an environment that was changed by hand meanwhile.
    private static let rounds = 3

    /// How the work in an environment ended.
    enum End: Sendable {
        case ready
        case failed(Trouble)
        case superseded
    }

    private func rollOut(
        _ release: Release, at place: EnvironmentInCluster, _ context: RunContext
    ) async throws -> End {
        let token = ReconcileToken(at: context.recordedNow)
        let isThere: Bool = try await context.step("pin the image", retry: .patient) { _ in
            // While the cluster was away a newer release may have come in: the environment is its own now.
            if try await isSuperseded(release, place.environment, context) { return true }
            try await place.applyFlux(context) { desired(place, tag: $0) }
            return try await place.askFlux(token, context)
        }
        guard isThere else { return .failed(Diagnosis.notPrepared(place.namespace).trouble) }
        switch try await fluxWait(release, place, token, context).outcome(context) {
        case .ready: return try await waitForPods(release, place, context)
        case .failed(let trouble): return .failed(trouble)
        case .missing: return .failed(Diagnosis.notPrepared(place.namespace).trouble)
        case .superseded: return .superseded
        }
    }

    private func desired(_ place: EnvironmentInCluster, tag: String?) -> DesiredState {
        DesiredState(
            project: place.project, environment: place.environment, imageTag: tag, settings: settings,
            credentials: DesiredState.Credentials())
    }

    private func fluxWait(
        _ release: Release, _ place: EnvironmentInCluster, _ token: ReconcileToken, _ context: RunContext
    ) -> FluxWait {
        let environment = place.environment
        return FluxWait(
            place: place, token: token, commit: release.commit, ref: release.ref, patience: settings.patience,
            progress: { try await tellProgress($0, release, environment, context) },
            isSuperseded: { try await isSuperseded(release, environment, context) },
            wakeKeys: [WakeKey.release(context.project, environment)])
    }
}
