import Automations
import CoreMetrics
import Foundation
import KubernetesAPI
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Compares the environments that something happened in with what should be there, and lets be put back what is not.
///
/// It looks at how things are, not at what happened: an event that comes twice, late or not at all changes nothing.
final class DriftWatch: ServiceLifecycle.Service {
    /// What comes within this time is looked at together: with a namespace goes everything in it.
    private static let delay = Duration.milliseconds(300)
    /// After this long what is being put back is looked at once more.
    private static let recheck = Duration.seconds(3)
    /// After this long everything is compared, whatever happened: what could not be put back shows in no event.
    private static let round = Duration.seconds(600)
    /// After so many failures in a row no more is tried in this round.
    private static let patience = 10
    /// So many environments are put right at a time. After an upgrade that brings a new object, or when somebody deleted
    /// something everywhere, each of them lacks something, and pushes must not wait for them all.
    static let most = 50
    /// So many are looked up in one transaction.
    private static let batch = 500

    let inventory: Inventory
    /// How an object is at this moment; nil: it is not there.
    typealias Look = @Sendable (ManagedPlace) async throws -> ObservedObject?

    private let lookAt: Look
    private let limits: LimitsOfDrift
    private let database: Database
    private let metrics: MetricsRegistry
    private let logger: Logger
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let suspects = Mutex(Suspects())
    private let beat: Beat
    private let rounds: Beat

    init(
        database: Database, inventory: Inventory, settings: Settings = Settings(), look: @escaping Look,
        metrics: MetricsRegistry, logger: Logger,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.inventory = inventory
        lookAt = look
        limits = LimitsOfDrift(settings)
        self.metrics = metrics
        self.logger = logger
        self.clock = clock
        self.now = now
        beat = Beat(every: Self.recheck, clock: clock)
        rounds = Beat(every: Self.round, clock: clock)
    }

    /// Where to look.
    struct Suspects: Sendable {
        var places: Set<ProjectPlace> = []
        /// In all environments, at objects of these kinds.
        var kinds: Set<String> = []

        var isEmpty: Bool { places.isEmpty && kinds.isEmpty }
    }

    func suspect(_ places: some Sequence<ProjectPlace>) {
        suspects.withLock { $0.places.formUnion(places) }
        beat.now()
    }

    /// Every environment, as to objects of one kind: after it was listed for the first time.
    func suspectAll(kind: String) {
        suspects.withLock { _ = $0.kinds.insert(kind) }
        beat.now()
    }

    /// Every environment, as to everything that was listed. Costs no request where all is as it should be.
    func suspectEverything() {
        suspects.withLock { $0.kinds.formUnion(ManagedObject.resources.map(\.kind)) }
        beat.now()
    }

    func run() async throws {
        async let comparing: Void = rounds.run { self.suspectEverything() }
        await beat.run {
            guard !self.suspects.withLock({ $0.isEmpty }) else { return }
            try? await self.clock.sleep(for: Self.delay)
            await self.look()
        }
        await comparing
    }

    /// Does nothing while as much is put right already as may be at a time: what is to be looked at stays so.
    func look() async {
        var found = Suspects()
        do {
            let room = try await room()
            guard room > 0 else { return }
            found = suspects.withLock { suspects in
                defer { suspects = Suspects() }
                return suspects
            }
            let places = found.places.union(try await everyPlace(with: found.kinds))
            let again = try await unsettled(places, room: room)
            suspects.withLock { $0.places.formUnion(again) }
        } catch is CancellationError {
            return
        } catch {
            logger.error("what is in the cluster cannot be compared for now", metadata: ["reason": "\(error.sentence)"])
            suspects.withLock { suspects in
                suspects.places.formUnion(found.places)
                suspects.kinds.formUnion(found.kinds)
            }
        }
    }

    /// How many more environments may be put right at this time.
    private func room() async throws -> Int {
        try await database.read { [now] tx in
            Self.most - (try tx.runs.dueCount(automation: AutomationName.repairProject.rawValue, at: now()))
        }
    }

    /// One that cannot be looked at holds up no other. When nothing answers, or there is no more room, the rest is left for
    /// later.
    private func unsettled(_ places: Set<ProjectPlace>, room: Int) async throws -> Set<ProjectPlace> {
        var open = places
        var room = room
        var failures = 0
        var reason: String?
        var rest = places.shuffled()[...]
        while !rest.isEmpty, room > 0, failures < Self.patience {
            let batch = rest.prefix(Self.batch)
            rest = rest.dropFirst(Self.batch)
            let questionable = try await questionable(batch)
            open.subtract(Set(batch).subtracting(questionable))
            for place in questionable where room > 0 && failures < Self.patience {
                do {
                    let verdict = try await judge(place)
                    if verdict != .open { open.remove(place) }
                    if verdict == .begun { room -= 1 }
                    failures = 0
                } catch is CancellationError {
                    return open
                } catch {
                    failures += 1
                    reason = error.sentence
                }
            }
        }
        if let reason {
            logger.error("what is in the cluster cannot be compared for now", metadata: ["reason": "\(reason)"])
        }
        return open
    }

    /// Environments that lack something of these kinds.
    private func everyPlace(with kinds: Set<String>) async throws -> Set<ProjectPlace> {
        guard !kinds.isEmpty else { return [] }
        return try await database.read { [inventory] tx in
            var places: Set<ProjectPlace> = []
            let pinned = try tx.environments.pinned()
            for project in try tx.projects.outlines() where [.active, .degraded, .settingUp].contains(project.state) {
                guard let id = ProjectID(project.id) else { continue }
                for environment in EnvironmentName.allCases {
                    let place = ProjectPlace(project: id, environment: environment)
                    let isPinned = pinned[project.id]?.contains(environment) == true
                    let drifts = inventory.drifts(in: place, owner: project.ownerID, kinds: kinds)
                    if drifts.contains(where: { isPinned || !$0.isOnlyPin }) { places.insert(place) }
                }
            }
            return places
        }
    }

    /// Those that have to be looked at one by one. After a start tens of thousands are as they should be, but for an
    /// image that is not pinned yet.
    private func questionable(_ places: ArraySlice<ProjectPlace>) async throws -> [ProjectPlace] {
        try await database.read { [self] tx in
            try places.filter { try hasDrift(.namespace, $0) || suspicion(about: $0, tx) != nil }
        }
    }

    private func hasDrift(_ object: ManagedObject, _ place: ProjectPlace) -> Bool {
        inventory.drift(ManagedPlace(object, in: place, owner: 0)) != nil
    }

    /// What came of looking at an environment.
    private enum Verdict {
        case settled
        /// A run puts it right.
        case begun
        /// It has to be looked at once more.
        case open
    }

    private func judge(_ place: ProjectPlace) async throws -> Verdict {
        try await endPause(of: place)
        switch try await database.read({ try self.suspicion(about: place, $0) }) {
        case nil: return .settled
        case .later: return .open
        case .drifts(let found):
            let seen = now()
            guard let still = try await confirmed(found, place) else { return .open }
            return try await settle(still, place, seen: seen)
        }
    }

    /// A pause lies in its namespace, and ends with it. Of one that lost its label no watch tells.
    private func endPause(of place: ProjectPlace) async throws {
        let (project, namespace) = (place.project.value, ManagedPlace(.namespace, in: place, owner: 0))
        guard hasDrift(.namespace, place),
            try await database.read({ try $0.environments.find(project, place.environment)?.paused }) != nil
        else { return }
        if let seen = try await lookAt(namespace), seen.isPaused { return }
        try await database.write { [now] tx in
            try tx.environments.update(project, place.environment, at: now()) { $0.paused = nil }
            try tx.wakeRests(of: project, at: now())
        }
        logger.notice(
            "a pause has ended with its namespace",
            metadata: ["project": "\(project)", "environment": "\(place.environment.rawValue)"])
    }

    private enum Suspicion: Sendable {
        /// While an environment is prepared, what is missing is only not there yet.
        case later
        case drifts([Drift])
    }

    private func suspicion(about place: ProjectPlace, _ tx: Transaction) throws -> Suspicion? {
        guard let project = try tx.projects.find(place.project.value),
            let environment = try tx.environments.find(project.id, place.environment)
        else { return nil }
        let found = relevant(inventory.drifts(in: place, owner: project.ownerID), project, environment)
        if found.isEmpty { return nil }
        // The tag is recorded first, and pinned a moment later.
        if environment.state == .working, found.allSatisfy(\.isOnlyPin) { return .later }
        if try project.state == .settingUp || tx.isUnprepared(environment, of: project) { return .later }
        return try tx.reasonToLeaveAlone(project, environment) == nil ? .drifts(found) : nil
    }

    /// Without what nobody has applied yet: other limits, and an image before the first release.
    private func relevant(_ drifts: [Drift], _ project: ProjectRecord, _ environment: EnvironmentRecord) -> [Drift] {
        let isPinned = environment.desiredImageTag != nil
        return limits.relevant(drifts.filter { isPinned || !$0.isOnlyPin }, project, environment)
    }

    /// Watches lag behind, more so while much happens: what is only on its way to the inventory is not missing. What was found
    /// is looked at in the cluster, and judged once more.
    /// - Returns: nil while it is not recorded yet that the namespace is paused, or nothing can be said yet.
    private func confirmed(_ found: [Drift], _ place: ProjectPlace) async throws -> [Drift]? {
        let namespace = ManagedPlace(.namespace, in: place, owner: 0)
        if let seen = try await refresh(namespace), seen.isPaused { return nil }
        for drift in found where drift.object != .namespace { try await refresh(drift.place) }
        switch try await database.read({ try self.suspicion(about: place, $0) }) {
        case nil: return []
        case .later: return nil
        case .drifts(let still):
            let looked = Set(found.map(\.object)).union([.namespace])
            return still.filter { looked.contains($0.object) }
        }
    }

    @discardableResult
    private func refresh(_ place: ManagedPlace) async throws -> ObservedObject? {
        let object = try await lookAt(place)
        if let object {
            _ = inventory.note(place, object)
        } else if case .present(let entry) = inventory.look(place) {
            inventory.remove(place, version: entry.version)
        }
        return object
    }

    private func settle(_ found: [Drift], _ place: ProjectPlace, seen: Date) async throws -> Verdict {
        guard !found.isEmpty else { return .settled }
        let decision = try await database.write { [now] tx in
            try tx.repair(found, in: place.environment, of: place.project.value, seen: seen, at: now())
        }
        switch decision {
        case .leftAlone: return .settled
        case .underWay: return .open
        case .enqueued(let run, let due, let times):
            report(found, place, run, due: due, times: times)
        case .triedAgain(let run, let due):
            logger.info(
                "what could not be put back is tried again",
                metadata: metadata(found, place, run).merging(["at": "\(due.formatted(.iso8601))"]) { $1 })
        }
        return .begun
    }
}

extension DriftWatch {
    private func report(_ found: [Drift], _ place: ProjectPlace, _ run: Int64, due: Date, times: Int) {
        var metadata = metadata(found, place, run)
        for drift in found {
            let cause = drift.kind == .missing ? "missing" : "changed"
            metrics.counter(.drift, drift.object.resource.kind, cause).increment()
        }
        guard due > now() else {
            return logger.info(
                "something in the cluster is missing or was changed, and is put back", metadata: metadata)
        }
        metadata["again at"] = "\(due.formatted(.iso8601))"
        logger.warning(
            "what was put back \(times) times is changed again: somebody, or some controller, wants it otherwise",
            metadata: metadata)
    }
}

extension DriftWatch {
    private func metadata(_ found: [Drift], _ place: ProjectPlace, _ run: Int64) -> Logger.Metadata {
        [
            "project": "\(place.project)", "environment": "\(place.environment.rawValue)", "run": "\(run)",
            "what": "\(Wording.list(found.map(\.finding)))",
        ]
    }
}

extension Drift {
    /// The image is not pinned before the first release.
    fileprivate var isOnlyPin: Bool {
        guard object == .kustomization, case .changed(let paths, _) = kind else { return false }
        return paths == [ExpectedFields.pin]
    }
}
