import Foundation
import GitHubAPI
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
        let rollout = try await context.step("say why the pods took too long") { _ in
            PodVerdict(
                try await place.rollout(try await expectation(release, place, context)), patience: settings.patience,
                place)
        }
        return rollout.end
    }

    /// `nil`: not yet.
    private func look(
        _ release: Release, _ place: EnvironmentInCluster, _ context: RunContext
    ) async throws -> PodVerdict? {
        if try await isSuperseded(release, place.environment, context) { return .superseded }
        switch try await place.rollout(try await expectation(release, place, context)) {
        case .ready: return .ready
        case .failed(let trouble): return .failed(trouble)
        case .waitingForImage:
            try await tellProgress("waiting for the image build", release, place.environment, context)
        case .progressing(let text):
            try await tellProgress(text, release, place.environment, context)
        }
        return nil
    }

    private func expectation(
        _ release: Release, _ place: EnvironmentInCluster, _ context: RunContext
    ) async throws -> Rollout.Expectation {
        let image = place.project.image(settings)
        let id = context.project
        let isBuilding = try await context.read { try $0.isBuilding(release.commit, of: id) }
        return Rollout.Expectation(
            image: "\(image):\(release.commit)", isBuilding: isBuilding, now: context.now,
            shortage: settings.patience.shortage)
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

    /// The verdict when patience is at its end.
    init(_ rollout: Rollout, patience: Patience, _ place: EnvironmentInCluster) {
        switch rollout {
        case .ready: self = .ready
        case .failed(let trouble): self = .failed(trouble)
        case .waitingForImage: self = .failed(.tooSlow("the image was not there", patience, place))
        case .progressing(let text): self = .failed(.tooSlow(text, patience, place))
        }
    }

    var end: Deploy.End {
        switch self {
        case .ready: .ready
        case .failed(let trouble): .failed(trouble)
        case .superseded: .superseded
        }
    }
}

extension Trouble {
    fileprivate static func tooSlow(_ state: String, _ patience: Patience, _ place: EnvironmentInCluster) -> Trouble {
        Trouble(
            what: "the new pods did not become ready within \(Wording.duration(patience.rollout)).",
            why: "At the end: \(state).",
            whatToDo: "look at `kubectl describe pods -n \(place.namespace)`, then push a fix or re-run the build.",
            summary: "not ready in time: \(state)")
    }
}
