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

    func outcome(_ context: RunContext) async throws -> PodOutcome {
        let keys: Set = [
            WakeKey.workload(place.project.id, place.environment),
            WakeKey.release(context.project, place.environment),
        ]
        let waited = try await context.wait(
            "pods", for: "the pods in \(place.environment.rawValue)", timeout: .seconds(settings.patience.rollout),
            checkEvery: .seconds(settings.patience.recheck), wakeOn: keys
        ) { try await look(context) }
        if case .met(let outcome) = waited { return outcome }
        return try await context.step("say why the pods took too long") { _ in try await lastWord(context) }
    }

    /// `nil`: not yet.
    private func look(_ context: RunContext) async throws -> PodOutcome? {
        if try await isSuperseded() { return .superseded }
        let expected = try await expectation(context)
        let sight = try await place.rollout(expected)
        switch sight.rollout {
        case .ready: return .ready
        case .failed(let trouble):
            let observed = try await place.closerLook(sight.workloads, expected.image, at: context.now)
            return .failed(observed.diagnosis.flatMap { $0.outlook == .lasting ? $0.trouble : nil } ?? trouble)
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
        if let diagnosis = observed.diagnosis, diagnosis.outlook != .expected { return .failed(diagnosis.trouble) }
        return .failed(sight.rollout.tooSlow(after: settings.patience.rollout, place.namespace))
    }

    private func expectation(_ context: RunContext) async throws -> Rollout.Expectation {
        let (id, commit) = (context.project, commit)
        let isBuilding = try await context.read { try $0.isBuilding(commit, of: id) }
        let image = ImageKnowledge(
            name: "\(place.project.image(settings)):\(commit)", build: isBuilding ? .running : .succeeded,
            hasRegistryLogin: settings.registry.login != nil)
        return Rollout.Expectation(image: image, now: context.now, shortage: settings.patience.shortage)
    }
}

/// The end of waiting for pods, as the journal keeps it.
enum PodOutcome: Codable, Sendable {
    case ready
    case failed(Trouble)
    case superseded
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
