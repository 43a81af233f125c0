import Foundation
import GitHubAPI
import RunEngine
import Storage

/// Brings the image of a good build through the environments: development, then staging, then production. One that does not
/// become healthy stops the release there, and the rest keep what they run.
public struct Deploy: Automation {
    public let name = AutomationName.deploy.rawValue
    let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    var settings: Settings { bench.settings }

    public func run(_ context: RunContext) async throws -> RunOutcome {
        let input = try context.input(as: BuildInput.self)
        guard try await context.projectRecord() != nil else { return .done("the project is not known any more") }
        let id = try await BuildRecording(bench: bench, run: input.run).record(failedJobs: [], context)
        try await waitForSetUp(context)
        if try await endIfLeaving(id, context) { return .done("the project has left the cluster") }
        let release = Release(id: id, commit: input.run.headSHA, ref: input.run.ref)
        return try await deploy(release, through: EnvironmentName.allCases, promotedTo: nil, context)
    }

    /// Ends a release of a project that leaves the cluster, or left it: it arrives nowhere until the project comes back.
    /// - Returns: whether it was so.
    func endIfLeaving(_ release: Int64, _ context: RunContext) async throws -> Bool {
        let (project, settings, now) = (context.project, settings, context.now)
        return try await context.write { tx in
            guard try tx.isLeaving(project) else { return false }
            try tx.endReleases(of: project, only: release, settings, at: now)
            return true
        }
    }

    /// One environment after the other, until one stops the release.
    /// - Parameter promoted: the environment that a person promoted the release to.
    func deploy(
        _ release: Release, through environments: [EnvironmentName], promotedTo promoted: EnvironmentName?,
        _ context: RunContext
    ) async throws -> RunOutcome {
        for environment in environments {
            switch try await deploy(release, to: environment, isPromoted: environment == promoted, context) {
            case .ready: continue
            case .stopped(let why): return .done("stopped at \(environment.rawValue): \(why)")
            case .superseded(let by): return .superseded("superseded in \(environment.rawValue) by \(by)")
            case .waitsForPromotion: return .done("ready up to \(environment.rawValue), which is promoted by hand")
            }
        }
        return .done("\(Wording.short(release.commit)) runs everywhere")
    }

    public func failed(_ error: UserError, _ context: RunContext) async throws {
        let run = try context.input(as: BuildInput.self).run
        try await tellFailure(error, context) { tx in
            try tx.releases.find(project: context.project, buildRun: run.id, attempt: run.runAttempt)
        }
    }

    /// The release stops at the first environment that it is not through with.
    func tellFailure(
        _ error: UserError, _ context: RunContext,
        of find: @escaping @Sendable (Transaction) throws -> ReleaseRecord?
    ) async throws {
        let (id, settings, now) = (context.project, settings, context.now)
        try await context.record("tell the failure") { tx in
            guard let release = try find(tx).map(Release.init) else { return }
            guard let row = try tx.releases.environments(of: release.id).first(where: { !$0.state.isOver }) else {
                return
            }
            try tx.stop(release, at: row.environment, of: id, error.trouble, now: now)
            try Telling(settings).tell(release.commit, of: id, in: tx, at: now)
        }
    }

    /// A build can be quicker than the set-up it came out of. While its project is being removed it waits too: the push
    /// that led to it brings the project back.
    func waitForSetUp(_ context: RunContext) async throws {
        let id = context.project
        let _: Waited<Bool> = try await context.wait(
            "set-up", for: "the set-up to end", timeout: .seconds(3600), checkEvery: .seconds(5),
            wakeOn: [WakeKey.setUp(id)]
        ) {
            try await context.read { tx -> Bool? in
                if let archival = try tx.archivals.find(id), archival.phase == .removing { return nil }
                return try tx.projects.find(id)?.state == .settingUp ? nil : true
            }
        }
    }
}

/// What is being deployed.
struct Release: Sendable {
    let id: Int64
    /// The full SHA; also the image's tag.
    let commit: String
    let ref: String
}

extension Release {
    init(_ record: ReleaseRecord) {
        self.init(id: record.id, commit: record.sha, ref: record.ref)
    }
}

/// How a release fared in one environment.
enum Arrival: Codable, Sendable {
    case ready
    case stopped(String)
    case superseded(by: String)
    case waitsForPromotion
}

extension ReleaseState {
    var isOver: Bool {
        switch self {
        case .waiting, .working: false
        case .ready, .failed, .skipped, .superseded: true
        }
    }
}
