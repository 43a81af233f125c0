import Foundation
import RunEngine
import Storage

extension SetUpProject {
    /// What comes back is pinned to the image that it ran last, and no release would tell whether it runs again.
    ///
    /// A release that enters an environment meanwhile takes it over.
    func seeWhatComesBack(_ plan: SetUpPlan, _ context: RunContext) async throws {
        guard plan.input.isComeBack != nil, let record = try await context.projectRecord() else { return }
        guard let commit = record.scaffoldSHA else { return }
        let environments = try await context.read { try $0.environments.all(of: record.id).filter(\.isComingBack) }
        _ = try await context.parallel(over: environments, named: \.name.rawValue) { environment, context in
            try await see(environment, at: commit, plan, context)
        }
    }

    private func see(
        _ environment: EnvironmentRecord, at commit: String, _ plan: SetUpPlan, _ context: RunContext
    ) async throws {
        guard let image = environment.desiredImageTag else { return }
        let place = EnvironmentInCluster(client: bench.cluster, project: plan.identity, environment: environment.name)
        let outcome: PodOutcome
        do {
            outcome = try await run(image, at: commit, place, plan, context)
        } catch let error as UserError {
            outcome = .failed(error.trouble)
        }
        let (id, settings, now) = (context.project, settings, context.now)
        // Not a step: once it is written, nobody looks again.
        try await context.write { tx in
            guard try tx.isComingBack(environment.name, of: id, with: image) else { return }
            try tx.environments.update(id, environment.name, at: now) { $0.note(outcome, of: image) }
            try tx.tellNewest(of: id, settings, at: now)
            try tx.tellWaiting(of: id, settings, at: now)
        }
    }

    /// Waits for Flux, then for the pods.
    private func run(
        _ image: String, at commit: String, _ place: EnvironmentInCluster, _ plan: SetUpPlan, _ context: RunContext
    ) async throws -> PodOutcome {
        let token = ReconcileToken(at: context.recordedNow)
        let isThere: Bool = try await context.step("ask Flux", retry: .patient) { _ in
            try await place.askFlux(token, context)
        }
        guard isThere else { return .failed(Diagnosis.notPrepared(place.namespace).trouble) }
        let (id, environment) = (context.project, place.environment)
        let isSuperseded: @Sendable () async throws -> Bool = {
            try await context.read { try !$0.isComingBack(environment, of: id, with: image) }
        }
        let flux = FluxWait(
            place: place, token: token, commit: commit, ref: "refs/heads/\(plan.branch)", patience: settings.patience,
            isSuperseded: isSuperseded, wakeKeys: [WakeKey.release(id, environment)])
        switch try await flux.outcome(context) {
        case .ready: break
        case .failed(let trouble): return .failed(trouble)
        case .missing: return .failed(Diagnosis.notPrepared(place.namespace).trouble)
        case .superseded: return .superseded
        }
        return try await PodWait(
            place: place, commit: image, settings: settings, isSuperseded: isSuperseded,
            lacksSecret: {
                bench.lacksSecret(ProjectPlace(project: place.project.id, environment: place.environment))
            }
        ).outcome(context)
    }
}

extension Transaction {
    fileprivate func isComingBack(_ environment: EnvironmentName, of project: String, with image: String) throws -> Bool
    {
        guard let record = try environments.find(project, environment) else { return false }
        return record.isComingBack && record.desiredImageTag == image
    }
}

extension EnvironmentRecord {
    fileprivate mutating func note(_ outcome: PodOutcome, of image: String) {
        switch outcome {
        case .ready: (state, message, trouble, imageTag) = (.ready, nil, nil, image)
        case .failed(let trouble):
            (state, message, self.trouble) = (.degraded, trouble.summary ?? trouble.what, trouble)
        case .superseded, .refused: break
        }
    }
}
