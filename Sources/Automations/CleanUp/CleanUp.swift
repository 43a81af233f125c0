import Foundation
import GitHubAPI
import KubernetesAPI
import Logging
import RunEngine
import Storage

/// Takes a project out of the cluster: announced a day before unless a person said so, then its Kustomizations, so that Flux
/// prunes what it applied, its GitRepositories, and its namespaces. It is archived when all of it is gone.
public struct CleanUp: Automation {
    public let name = AutomationName.cleanUp.rawValue
    let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    var settings: Settings { bench.settings }

    public func run(_ context: RunContext) async throws -> RunOutcome {
        let input = try context.input(as: CleanUpInput.self)
        if input.cause != .person, !input.hasBegun, let kept = try await reasonToStay(input, context) {
            return .superseded(kept)
        }
        guard try await begin(input, context) else { return .superseded("the project stays: \(Self.changed)") }
        let results = try await context.parallel(over: EnvironmentName.allCases) { environment, context in
            try await remove(environment, context)
        }
        let failures = zip(EnvironmentName.allCases, results).compactMap { environment, result -> EnvironmentFailure? in
            guard case .failure(let error) = result else { return nil }
            return EnvironmentFailure(environment: environment, error: error)
        }
        if !failures.isEmpty { try await fail(failures, context) }
        try await conclude(context)
        return .done("archived: \(input.reason)")
    }

    /// What was removed stays so; the next hour takes the rest up.
    public func failed(_ error: UserError, _ context: RunContext) async throws {
        let (id, settings, now) = (context.project, settings, context.now)
        context.logger.error("a project could not be taken out of the cluster", metadata: ["reason": "\(error)"])
        try await context.record("tell the failure") { tx in
            guard let archival = try tx.archivals.find(id), archival.removed == nil else { return }
            if archival.begun == nil { try tx.archivals.end(id) }
            try tx.tellNewest(of: id, settings, at: now)
        }
    }

    static let changed = "it was touched, paused or mended meanwhile"

    /// From here on nothing is put back, and what else was under way for the project ends.
    private func begin(_ input: CleanUpInput, _ context: RunContext) async throws -> Bool {
        let (id, run, settings, now) = (context.project, context.run.id, settings, context.now)
        return try await context.record("begin the removal") { tx in
            guard let project = try tx.projects.find(id) else { return false }
            var archival =
                try tx.archivals.find(id)
                ?? ArchivalRecord(
                    project: id, cause: input.cause, reason: input.reason, due: now.roundedToMilliseconds)
            guard archival.removed == nil else { return false }
            if archival.begun == nil {
                let reason = try CleanUpRule(settings.cleanUp).reason(tx.cleanUpFacts(of: project), at: now)
                guard input.cause == .person || reason?.cause == input.cause else {
                    try tx.stay(id, settings, at: now)
                    return false
                }
                archival.begun = now.roundedToMilliseconds
                // What comes from now on waits for the end: a push brings the project back.
                for other in try tx.runs.unfinished(project: id)
                where try other.id != run && !tx.heedsRemovals(other) {
                    try tx.runs.end(other.id, .cancelled, reason: "the project is taken out of the cluster", at: now)
                }
                try tx.endReleases(of: id, settings, at: now)
            }
            try tx.archivals.save(archival)
            for environment in EnvironmentName.allCases {
                // Their runs have ended: nobody would let others try in their place.
                try tx.sourceRests.end(id, environment)
                try tx.environments.update(id, environment, at: now) { record in
                    (record.state, record.message, record.trouble) = (.working, "being removed", nil)
                }
            }
            try tx.tellNewest(of: id, settings, at: now)
            return true
        }
    }

    private func fail(_ failures: [EnvironmentFailure], _ context: RunContext) async throws {
        let (id, now) = (context.project, context.now)
        try await context.record("note what could not be removed") { tx in
            for failure in failures {
                try tx.environments.update(id, failure.environment, at: now) { record in
                    (record.state, record.message) = (.degraded, "could not be removed, tried again within the hour")
                    record.trouble = failure.error.trouble
                }
            }
        }
        throw failures[0].error
    }

    private func conclude(_ context: RunContext) async throws {
        let (id, settings, now) = (context.project, settings, context.now)
        try await context.record("archive the project") { tx in
            guard var archival = try tx.archivals.find(id) else { return }
            archival.removed = now.roundedToMilliseconds
            try tx.archivals.save(archival)
            try tx.projects.update(id, at: now) { project in
                (project.state, project.reason, project.trouble) = (.archived, archival.reason, nil)
            }
            try tx.gitopsResources.forget(id)
            try tx.credentials.forget(id)
            for environment in EnvironmentName.allCases { try tx.sourceRests.end(id, environment) }
            try tx.bringBackIfPushed(archival, at: now)
            try tx.tellNewest(of: id, settings, at: now)
            try tx.tellWaiting(of: id, settings, at: now)
        }
    }
}

extension Transaction {
    /// A push that came while the project was being removed brings it back, as one that comes later would.
    fileprivate func bringBackIfPushed(_ archival: ArchivalRecord, at now: Date) throws {
        guard let removed = archival.removed, try archival.pushed != nil || isPushed(archival.project),
            let project = try projects.find(archival.project),
            let name = RepositoryName(owner: project.owner, name: project.name)
        else { return }
        guard let life = try revive(project.id, at: now) else { return }
        var input = SetUpInput(
            repository: project.repository, fullName: name, installation: project.installation)
        input.comesBack(from: life)
        _ = try runs.enqueue(
            try NewRun(
                automation: AutomationName.setUpProject.rawValue,
                key: Routing.revivalKey(project.repository, removed: removed), project: project.id, input: input),
            at: now)
    }

    /// Whether a push came after the removal was asked for, whose run has not noted it yet.
    private func isPushed(_ project: String) throws -> Bool {
        guard let asked = try runThatAskedForRemoval(of: project) else { return false }
        return try runs.list(project: project, limit: Self.farBack).contains { run in
            run.automation == AutomationName.reconcile.rawValue && run.id > asked.id && run.key.hasPrefix("push:")
        }
    }

    /// The run that the removal began with, as long as it is known. What came before or after is told by the order of the
    /// runs: clocks may be put right meanwhile.
    func runThatAskedForRemoval(of project: String) throws -> RunRecord? {
        try runs.list(project: project, limit: Self.farBack).first { run in
            run.automation == AutomationName.cleanUp.rawValue
                && (try? run.input(as: CleanUpInput.self))?.hasBegun == false
        }
    }

    private static var farBack: Int { 1000 }

    /// Why a release ended; one that ended so goes on when its project comes back.
    static var leaves: String { "the project leaves the cluster" }

    /// Images that were on their way arrive nowhere: else their commits would tell for ever that they wait.
    /// - Parameter only: this release; nil: all that are under way.
    func endReleases(of project: String, only: Int64? = nil, _ settings: Settings, at now: Date) throws {
        for release in try releases.list(project: project, limit: 100)
        where release.buildState == .success && (only == nil || only == release.id) {
            let open = try releases.environments(of: release.id)
                .filter { !$0.state.isOver && $0.detail != Self.promotionByHand }
            guard !open.isEmpty else { continue }
            for row in open {
                try releases.update(row.environment, of: release.id, at: now) { row in
                    (row.state, row.detail, row.trouble, row.finished) = (.superseded, Self.leaves, nil, now)
                }
            }
            try Telling(settings).tell(release.sha, of: project, in: self, at: now)
        }
    }

    /// The project stays in the cluster after all.
    func stay(_ project: String, _ settings: Settings, at now: Date) throws {
        guard let archival = try archivals.find(project), archival.begun == nil else { return }
        try archivals.end(project)
        try tellNewest(of: project, settings, at: now)
    }
}

extension Transaction {
    /// It has not begun, or has not recorded yet what it is about, and will see by itself that the project leaves; or it
    /// only tells. So no commit waits for ever.
    fileprivate func heedsRemovals(_ run: RunRecord) throws -> Bool {
        switch AutomationName(rawValue: run.automation) {
        case .reportBuild: return true
        case .reconcile: return run.started == nil
        case .deploy:
            let build = try run.input(as: BuildInput.self).run
            let release = try releases.find(project: run.project, buildRun: build.id, attempt: build.runAttempt)
            return run.started == nil || release?.buildState != .success
        default: return false
        }
    }
}
