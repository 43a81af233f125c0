import Foundation
import GitHubAPI
import KubernetesAPI
import RunEngine
import Scaffolding
import Storage

/// Waits until the workloads that Flux applied in one environment run an image.
struct PodWait: Sendable {
    let place: EnvironmentInCluster
    /// The commit the image is made of; also its tag.
    let commit: String
    let settings: Settings
    /// Told what the pods are doing, whenever they are looked at.
    var progress: @Sendable (String) async throws -> Void = { _ in }
    /// Whether nobody waits for this any more.
    var isSuperseded: @Sendable () async throws -> Bool = { false }
    /// Told that the registry refuses the login, and what to do; nil: it takes it again.
    var park: @Sendable (Trouble?) async throws -> Void = { _ in }
    /// Told that pods do not find Slipway's Secret to pull with.
    var lacksSecret: @Sendable () -> Void = {}

    func outcome(_ context: RunContext) async throws -> PodOutcome {
        var round = 0
        while true {
            round += 1
            let outcome = try await outcome(round: round, context)
            guard case .refused(let trouble) = outcome else { return outcome }
            try await park(trouble)
            try await waitForLogin(round: round, context)
        }
    }

    /// However long it takes until somebody has replaced the login: the pods pull by themselves then.
    private func waitForLogin(round: Int, _ context: RunContext) async throws {
        let _: Waited<Bool> = try await context.wait(
            "registry login, \(round)", for: "the registry to take the login for \(place.environment.rawValue)",
            timeout: .seconds(Self.ages),
            checkEvery: .seconds(settings.patience.recheck), wakeOn: keys(context)
        ) {
            if try await isSuperseded() {
                try await park(nil)
                return true
            }
            return try await isTaken(context)
        }
    }

    /// Whether the registry took the login; `nil`: not yet. Between two attempts to pull, what is refused looks as if it may
    /// pass, and a rollout that waited for long is late whatever happens.
    private func isTaken(_ context: RunContext) async throws -> Bool? {
        let expected = try await expectation(context)
        let sight = try await place.rollout(expected)
        if case .ready = sight.rollout {
            try await park(nil)
            return true
        }
        let diagnosis = try await place.closerLook(sight.workloads, expected.image, at: context.now).diagnosis
        if let diagnosis, case .refused(let trouble) = PodOutcome.of(diagnosis.trouble) {
            try await park(trouble)
            return nil
        }
        if case .failed = sight.rollout, diagnosis == nil { return nil }
        try await park(nil)
        return true
    }

    /// Ten years.
    private static let ages = 315_360_000.0

    private func keys(_ context: RunContext) -> Set<String> {
        [WakeKey.workload(place.project.id, place.environment), WakeKey.release(context.project, place.environment)]
    }

    private func outcome(round: Int, _ context: RunContext) async throws -> PodOutcome {
        let again = round == 1 ? "" : ", \(round)"
        let waited = try await context.wait(
            "pods\(again)", for: "the pods in \(place.environment.rawValue)",
            timeout: .seconds(settings.patience.rollout),
            checkEvery: .seconds(settings.patience.recheck), wakeOn: keys(context)
        ) { try await look(context) }
        if case .met(let outcome) = waited { return outcome }
        return try await context.step("say why the pods took too long\(again)") { _ in try await lastWord(context) }
    }

    /// `nil`: not yet.
    private func look(_ context: RunContext) async throws -> PodOutcome? {
        if try await isSuperseded() { return .superseded }
        let expected = try await expectation(context)
        let sight = try await place.rollout(expected)
        if sight.workloads.lacksOwnPullSecret { lacksSecret() }
        switch sight.rollout {
        case .ready: return .ready
        case .failed(let trouble):
            let observed = try await place.closerLook(sight.workloads, expected.image, at: context.now)
            return .of(observed.diagnosis.flatMap { $0.outlook == .lasting ? $0.trouble : nil } ?? trouble)
        case .waitingForImage: try await progress("waiting for the image build")
        case .progressing(let text): try await progress(text)
        }
        return nil
    }

    /// When patience is at its end: whatever was about to pass counts.
    private func lastWord(_ context: RunContext) async throws -> PodOutcome {
        let expected = try await expectation(context)
        let sight = try await place.rollout(expected)
        if case .ready = sight.rollout { return .ready }
        let observed = try await place.closerLook(sight.workloads, expected.image, at: context.now)
        if let diagnosis = observed.diagnosis, diagnosis.outlook != .expected { return .of(diagnosis.trouble) }
        return .failed(sight.rollout.tooSlow(after: settings.patience.rollout, place.namespace))
    }

    private func expectation(_ context: RunContext) async throws -> Rollout.Expectation {
        let (id, commit) = (context.project, commit)
        let isBuilding = try await context.read { try $0.isBuilding(commit, of: id) }
        let registry = settings.registry(of: place.project.fullName)
        let image = ImageKnowledge(
            name: "\(place.project.image(settings)):\(commit)", build: isBuilding ? .running : .succeeded,
            hasRegistryLogin: registry.login != nil, registryEntry: registry.key)
        return Rollout.Expectation(image: image, now: context.now, shortage: settings.patience.shortage)
    }
}

/// The end of waiting for pods, as the journal keeps it.
enum PodOutcome: Codable, Sendable {
    case ready
    case failed(Trouble)
    case superseded
    /// The registry refuses the login: somebody has to replace it.
    case refused(Trouble)

    static func of(_ trouble: Trouble) -> PodOutcome {
        let refusals = [Diagnosis.Kind.registryLoginRefused, .registryScopeMissing].map(\.rawValue)
        return trouble.code.map(refusals.contains) ?? false ? .refused(trouble) : .failed(trouble)
    }
}

extension Transaction {
    /// Whether an image of the commit may still be pushed, by a build that was run again too. Until none can, a missing
    /// image is no failure. That GitHub has told of a build counts, although its run may have to wait for this one's turn
    /// to end.
    func isBuilding(_ commit: String, of project: String) throws -> Bool {
        if try releases.all(of: project, sha: commit).contains(where: { !$0.buildState.isFinished }) { return true }
        return try runs.unfinished(project: project, automation: AutomationName.reportBuild.rawValue).contains { run in
            let build = try run.input(as: BuildInput.self).run
            return build.headSHA == commit && !BuildState(build).isFinished
        }
    }
}

extension Rollout {
    /// Patience has come to its end, and nothing special was seen.
    fileprivate func tooSlow(after seconds: Double, _ namespace: NamespaceName) -> Trouble {
        let state: String
        switch self {
        case .ready: state = "the pods are ready"
        case .progressing(let text): state = text
        case .waitingForImage: state = "the image was not there"
        case .failed(let trouble): return trouble
        }
        return Diagnosis.podsTooSlow(state, after: seconds, namespace).trouble
    }
}
