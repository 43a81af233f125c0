import Foundation
import KubernetesAPI
import RunEngine
import Storage

/// Waits until Flux has answered a reconcile token in one environment.
struct FluxWait: Sendable {
    let place: EnvironmentInCluster
    let token: ReconcileToken
    /// The commit that must have arrived, and the branch it was pushed to.
    let commit: String
    let ref: String
    let patience: Patience
    /// Told what Flux is doing, whenever it is looked at.
    var progress: @Sendable (String) async throws -> Void = { _ in }
    /// Whether nobody waits for this any more.
    var isSuperseded: @Sendable () async throws -> Bool = { false }
    var wakeKeys: Set<String> = []

    func outcome(_ context: RunContext) async throws -> FluxOutcome {
        let keys = wakeKeys.union([WakeKey.flux(place.project.id, place.environment)])
        let waited = try await context.wait(
            "Flux", for: "Flux to apply \(commit.prefix(7)) in \(place.environment.rawValue)",
            timeout: .seconds(patience.flux), checkEvery: .seconds(patience.recheck), wakeOn: keys
        ) { try await look(context) }
        if case .met(let outcome) = waited { return outcome }
        return try await context.step("say why Flux took too long") { _ in try await lastWord(context) }
    }

    /// `nil`: not yet.
    private func look(_ context: RunContext) async throws -> FluxOutcome? {
        if try await isSuperseded() { return .superseded }
        switch try await judge(context) {
        case .settled(let outcome): return outcome
        case .open(let why, _):
            try await progress(why)
            return nil
        }
    }

    private func lastWord(_ context: RunContext) async throws -> FluxOutcome {
        switch try await judge(context) {
        case .settled(let outcome): return outcome
        case .open(_, let diagnosis?): return .failed(diagnosis.trouble)
        case .open(let why, nil):
            return .failed(Diagnosis.fluxTooSlow(why, after: patience.flux, place.namespace).trouble)
        }
    }

    private enum Judgement {
        case settled(FluxOutcome)
        /// Not yet, with what is the matter and may pass.
        case open(String, Diagnosis?)
    }

    private func judge(_ context: RunContext) async throws -> Judgement {
        guard let state = try await place.fluxState() else { return .settled(.missing) }
        if state.source.isSuspended, let rest = try await resting(context) { return .settled(.failed(.resting(rest))) }
        // The source first. Flux fetched it after our token, so a commit it has and that we never heard of is a later
        // one.
        let source = try await expected(commit, orLater: state.source.commit, unlessOlder: true, context)
        let fetched = Readiness.of(state.source, token: token, expected: source)
        guard case .ready(let commit) = fetched else { return judgement(fetched, state, context) }
        let applied = try await expected(commit, orLater: state.applied.commit, unlessOlder: false, context)
        return judgement(Readiness.of(state.applied, token: token, expected: applied), state, context)
    }

    /// It failed for so long that it was suspended meanwhile.
    private func resting(_ context: RunContext) async throws -> SourceRestRecord? {
        let (id, environment) = (context.project, place.environment)
        return try await context.read { try $0.sourceRests.find(id, environment) }
    }

    private func judgement(_ readiness: Readiness, _ state: EnvironmentInCluster.FluxState, _ context: RunContext)
        -> Judgement
    {
        let flux = state.diagnosis(in: place.namespace, silence: patience.flux, at: context.now)
        switch readiness {
        case .ready(let commit): return .settled(.ready(commit: commit))
        case .notYet(let why): return .open(why, flux.all.first { $0.kind == .fluxNotRunning })
        case .failed(let failure):
            let diagnosis = flux.of(failure)
            return failure.mayPass ? .open(diagnosis.summary, diagnosis) : .settled(.failed(diagnosis.trouble))
        }
    }

    private func expected(
        _ commit: String, orLater observed: String?, unlessOlder: Bool, _ context: RunContext
    ) async throws -> ExpectedCommit {
        guard let observed, observed != commit else { return ExpectedCommit(commit) }
        let (project, ref) = (context.project, ref)
        let isNewer = try await context.read {
            try $0.pushes.isNewer(observed, than: commit, project: project, ref: ref)
        }
        return ExpectedCommit(commit, later: isNewer ?? unlessOlder ? [observed] : [])
    }
}
