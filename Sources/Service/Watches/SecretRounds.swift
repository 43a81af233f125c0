import Automations
import Foundation
import KubernetesAPI
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Looks at the metadata of the Secrets in every project's namespaces once an hour, and at once where one is said to be
/// missing; what is missing or changed is put back.
///
/// A watch on Secrets would need a right to those of the whole cluster. Namespace by namespace, Slipway's binding there is
/// enough, and that Flux or pods lack one is known without.
final class SecretRounds: ServiceLifecycle.Service {
    /// The Secrets of Slipway's in an environment, and the version of the list; nil: its namespace is not there.
    typealias Look = @Sendable (ProjectPlace) async throws -> (objects: [ObservedObject], version: String)?

    /// After so many failures in a row no more is looked at in this round.
    private static let patience = 5

    private let database: Database
    private let drift: DriftWatch
    private let reports: SecretReports
    private let lookAt: Look
    private let pace: SecretPace
    private let logger: Logger
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let state: Mutex<State>

    private struct State: Sendable {
        var last: Date
        /// Those that could not be looked at when they were due.
        var missed: Set<String> = []
    }

    init(
        database: Database, drift: DriftWatch, reports: SecretReports, pace: SecretPace = SecretPace(),
        look: @escaping Look, logger: Logger, clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.drift = drift
        self.reports = reports
        self.pace = pace
        lookAt = look
        self.logger = logger
        self.clock = clock
        self.now = now
        state = Mutex(State(last: now()))
    }

    private var plan: SecretRoundPlan { SecretRoundPlan(round: pace.round) }

    func run() async throws {
        await Beat(every: plan.interval, clock: clock).run(on: reports.signals) { await self.look() }
    }

    /// What was reported, and then the projects whose time has come, one after the other.
    func look() async {
        await look(at: reports.take())
        guard let due = await due() else { return }
        var failures = 0
        for project in due {
            guard failures < Self.patience, !Task.isShuttingDownGracefully, !Task.isCancelled else {
                state.withLock { _ = $0.missed.insert(project.value) }
                continue
            }
            await look(at: reports.take())
            let isSeen = await look(
                at: EnvironmentName.allCases.map { ProjectPlace(project: project, environment: $0) })
            failures = isSeen ? 0 : failures + 1
            if !isSeen { state.withLock { _ = $0.missed.insert(project.value) } }
            try? await clock.sleep(for: pace.spacing)
        }
    }

    /// - Returns: nil while that cannot be known.
    private func due() async -> [ProjectID]? {
        let (now, plan) = (now(), plan)
        do {
            let known = try await database.read { tx in
                try tx.projects.outlines().filter { [.active, .degraded].contains($0.state) }.map(\.id)
            }
            return state.withLock { state in
                defer { (state.last, state.missed) = (now, []) }
                return known.filter { state.missed.contains($0) || plan.isDue($0, since: state.last, at: now) }
                    .compactMap { ProjectID($0) }
            }
        } catch {
            report(error)
            return nil
        }
    }

    /// - Returns: whether all of them could be looked at.
    @discardableResult
    private func look(at places: some Sequence<ProjectPlace>) async -> Bool {
        var isSeen = true
        for place in places {
            do {
                try await look(at: place)
            } catch is CancellationError {
                return false
            } catch {
                isSeen = false
                report(error)
            }
        }
        return isSeen
    }

    private func look(at place: ProjectPlace) async throws {
        let owner = try await database.read { tx in try tx.ownerIfKept(place) }
        guard let owner, let seen = try await lookAt(place) else { return }
        var isAsItShouldBe = true
        for object in ManagedObject.allCases where !object.isWatched && drift.inventory.expects(object) {
            let managed = ManagedPlace(object, in: place, owner: owner)
            if let found = seen.objects.first(where: { $0.name == managed.name }) {
                if drift.inventory.note(managed, found) { isAsItShouldBe = false }
            } else {
                drift.inventory.remove(managed, version: seen.version)
                isAsItShouldBe = false
            }
        }
        if !isAsItShouldBe { drift.suspect([place]) }
    }

    private func report(_ error: any Error) {
        logger.warning("Secrets cannot be looked at for now", metadata: ["reason": "\(error.sentence)"])
    }
}

/// How often Secrets are looked at.
public struct SecretPace: Sendable {
    /// Seconds in which every project is looked at once.
    public var round: TimeInterval = 3600
    /// Between two projects: the cluster has other things to do.
    public var spacing = Duration.milliseconds(50)

    public init() {}
}

extension Transaction {
    /// GitHub's id of the project's owner; nil where nothing is put back.
    fileprivate func ownerIfKept(_ place: ProjectPlace) throws -> Int64? {
        guard let project = try projects.find(place.project.value),
            let environment = try environments.find(project.id, place.environment),
            try reasonToLeaveAlone(project, environment) == nil
        else { return nil }
        return project.ownerID
    }
}
