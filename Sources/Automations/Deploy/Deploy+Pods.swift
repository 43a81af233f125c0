import Foundation
import GitHubAPI
import KubernetesAPI
import RunEngine
import Scaffolding
import Storage

extension Deploy {
    /// Waits until the workloads that Flux applied run the new image.
    func waitForPods(
        _ release: Release, _ place: EnvironmentInCluster, _ context: RunContext
    ) async throws -> End {
        let keys: Set = [
            WakeKey.workload(place.project.id, place.environment),
            WakeKey.release(context.project, place.environment),
        ]
        let waited = try await context.wait(
            "pods", for: "the pods in \(place.environment.rawValue)", timeout: .seconds(settings.patience.rollout),
            // Pods are not watched: one that crashes changes no Deployment.
            checkEvery: .seconds(min(settings.patience.recheck, 5)), wakeOn: keys
        ) { try await look(release, place, context) }
        if case .met(let verdict) = waited { return verdict.end }
        let verdict = try await context.step("say why the pods took too long") { _ in
            try await lastWord(release, place, context)
        }
        return verdict.end
    }

    /// `nil`: not yet.
    private func look(
        _ release: Release, _ place: EnvironmentInCluster, _ context: RunContext
    ) async throws -> PodVerdict? {
        if try await isSuperseded(release, place.environment, context) { return .superseded }
        let expected = try await expectation(release, place, context)
        let sight = try await place.rollout(expected)
        switch sight.rollout {
        case .ready: return .ready
        case .failed(let trouble):
            let observed = try await place.closerLook(sight.workloads, expected.image, at: context.now)
            return .failed(observed.diagnosis.flatMap { $0.outlook == .lasting ? $0.trouble : nil } ?? trouble)
        case .waitingForImage:
            try await tellProgress("waiting for the image build", release, place.environment, context)
        case .progressing(let text):
            try await tellProgress(text, release, place.environment, context)
        }
        return nil
    }

    /// When patience is at its end: whatever was about to pass counts.
    private func lastWord(
        _ release: Release, _ place: EnvironmentInCluster, _ context: RunContext
    ) async throws -> PodVerdict {
        let expected = try await expectation(release, place, context)
        let sight = try await place.rollout(expected)
        if case .ready = sight.rollout { return .ready }
        let observed = try await place.closerLook(sight.workloads, expected.image, at: context.now)
        if let diagnosis = observed.diagnosis, diagnosis.outlook != .expected { return .failed(diagnosis.trouble) }
        return .failed(sight.rollout.tooSlow(after: settings.patience.rollout, place.namespace))
    }

    private func expectation(
        _ release: Release, _ place: EnvironmentInCluster, _ context: RunContext
    ) async throws -> Rollout.Expectation {
        let id = context.project
        let isBuilding = try await context.read { try $0.isBuilding(release.commit, of: id) }
        let image = ImageKnowledge(
            name: "\(place.project.image(settings)):\(release.commit)", build: isBuilding ? .running : .succeeded,
            hasRegistryLogin: settings.registry.login != nil)
        return Rollout.Expectation(image: image, now: context.now, shortage: settings.patience.shortage)
    }

    /// What people read while they wait. Not a step: it may be said again.
    func tellProgress(
        _ text: String, _ release: Release, _ environment: EnvironmentName, _ context: RunContext
    ) async throws {
        let (id, settings, now) = (context.project, settings, context.now)
        let row = try await context.read { try $0.releases.environment(environment, of: release.id) }
        guard row?.state == .working, row?.detail != text else { return }
        try await context.write { tx in
            try tx.releases.update(environment, of: release.id, at: now) { $0.detail = text }
            try Telling(settings).tell(release.commit, of: id, in: tx, at: now)
        }
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

/// The end of waiting for pods, as the journal keeps it.
private enum PodVerdict: Codable, Sendable {
    case ready
    case failed(Trouble)
    case superseded

    var end: Deploy.End {
        switch self {
        case .ready: .ready
        case .failed(let trouble): .failed(trouble)
        case .superseded: .superseded
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
