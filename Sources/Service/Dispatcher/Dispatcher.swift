import Automations
import Foundation
import GitHubAPI
import Logging
import ServiceLifecycle
import Storage

/// Takes deliveries from the log in the order they came and turns each into runs, or into a reason why not.
///
/// It only decides and enqueues; no run is waited for.
struct Dispatcher: ServiceLifecycle.Service {
    /// How many deliveries share a commit.
    static let batch = 64
    /// How many while many deliveries arrive: they are acknowledged first, what is on disk can wait.
    static let batchInAStorm = 4

    let database: Database
    let routing: Routing
    let logger: Logger
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date
    var counters: DecisionCounters?

    func run() async throws {
        // Deliveries replayed from the command line are written by another process: hence the interval.
        await Beat(every: .seconds(2), clock: clock).run(on: database.changes(in: .deliveries)) { await dispatchAll() }
    }

    func dispatchAll() async {
        while !Task.isShuttingDownGracefully {
            do {
                let limit = database.isCrowded ? Self.batchInAStorm : Self.batch
                let queued = try await database.read { try $0.deliveries.nextQueued(limit: limit) }
                if queued.isEmpty { return }
                try await dispatch(queued)
            } catch {
                logger.error("deliveries cannot be dispatched for now", metadata: ["reason": "\(error.sentence)"])
                return
            }
        }
    }

    /// Decides about deliveries together, in one commit. If that fails, each is decided about by itself.
    func dispatch(_ deliveries: [DeliveryDetail]) async throws {
        let undecided = deliveries.map(UndecidedDelivery.init)
        do {
            try await decide(undecided)
        } catch  where error.isNoFaultOfTheDelivery {
            throw error
        } catch {
            for delivery in undecided { try await decideOrFail(delivery) }
        }
    }

    /// What cannot be dispatched twice in a row is recorded as failed: it must not stop those behind it, and can be
    /// replayed. While the database itself is the trouble, everything waits for it.
    private func decideOrFail(_ delivery: UndecidedDelivery) async throws {
        do {
            try await decide([delivery])
        } catch  where error.isNoFaultOfTheDelivery {
            throw error
        } catch {
            let verdict = Verdict(status: .failed, reason: error.sentence)
            try await database.write { [now] in try $0.finish(delivery, verdict, at: now()) }
            log(delivery, verdict)
        }
    }

    /// What follows from the deliveries and the decisions themselves are one transaction. If a power cut takes it, the
    /// deliveries are still queued, and the same is decided again.
    private func decide(_ deliveries: [UndecidedDelivery]) async throws {
        for delivery in deliveries { FailurePoint.hit(.beforeCall, delivery.place) }
        let verdicts = try await database.write(.withTheNext) { [routing, now] transaction in
            try deliveries.map { delivery in
                let transaction = transaction.acting(
                    as: .sender(delivery.subject.sender, delivery: delivery.guid))
                let verdict = try transaction.act(on: delivery, by: routing, at: now())
                try transaction.finish(delivery, verdict, at: now())
                FailurePoint.hit(.beforeCommit, delivery.place)
                return verdict
            }
        }
        for (delivery, verdict) in zip(deliveries, verdicts) {
            FailurePoint.hit(.afterCommit, delivery.place)
            log(delivery, verdict)
        }
    }

    private func log(_ delivery: UndecidedDelivery, _ verdict: Verdict) {
        counters?.count(delivery.name, verdict.status)
        guard logger.logLevel <= .info else { return }
        var metadata: Logger.Metadata = [
            "delivery": "\(delivery.guid)", "event": "\(delivery.name)", "result": "\(verdict.status.rawValue)",
        ]
        metadata["action"] = delivery.subject.action.map { "\($0)" }
        metadata["repository"] = delivery.subject.repository.map { "\($0)" }
        metadata["reason"] = verdict.reason.map { "\($0)" }
        if !verdict.runs.isEmpty { metadata["runs"] = .array(verdict.runs.map { "\($0)" }) }
        logger.info("delivery dispatched", metadata: metadata)
    }
}

extension Error {
    fileprivate var isNoFaultOfTheDelivery: Bool {
        self is CancellationError || (self as? StorageError)?.isOutage == true
    }
}

/// What became of a delivery.
struct Verdict: Sendable, Equatable {
    var status: DeliveryStatus
    var reason: String?
    var runs: [Int64] = []
}

extension Transaction {
    /// Does what the event calls for.
    /// - Throws: what the database throws, and why the body could not be looked at, unless the body is the reason.
    fileprivate func act(on delivery: UndecidedDelivery, by routing: Routing, at now: Date) throws -> Verdict {
        let event: Event
        do {
            event = try delivery.event.get()
        } catch let error as EventError {
            return Verdict(status: .undecodable, reason: "\(error)")
        }
        let project = try Routing.repository(of: event).flatMap { try projects.find(repository: $0) }
        let verdict = try act(on: event, of: project, delivery, by: routing, at: now)
        // Whatever it tells, it tells that the repository can be seen.
        if let project, project.unseen != nil { _ = try lookAgain(project.id, at: now) }
        return verdict
    }

    private func act(
        on event: Event, of project: ProjectRecord?, _ delivery: UndecidedDelivery, by routing: Routing, at now: Date
    ) throws -> Verdict {
        let removed = try project.flatMap { try archivals.find($0.id)?.removed }
        let access = try routing.access(of: event).map { try apply($0, at: now) }
        switch routing.decide(event, project: project.flatMap { KnownProject($0, removed: removed) }) {
        case .ignore(let reason):
            guard let access, access.projects > 0 else { return Verdict(status: .ignored, reason: reason) }
            return Verdict(
                status: .done, reason: "\(Wording.count(access.projects, "project")): \(reason)",
                runs: access.runs.map(\.id))
        case .update(let update, let note):
            let run = try project.flatMap { try follow(update, $0, note: note, at: now) }
            return Verdict(status: .done, reason: note, runs: run.map { [$0.id] } ?? [])
        case .revive(let routed, let push):
            return try revive(project, by: routed, push: push, delivery, at: now)
        case .start(let routed):
            var verdict = try start(routed, delivery, at: now)
            verdict.runs += access?.runs.map(\.id) ?? []
            return verdict
        }
    }

    private func revive(
        _ project: ProjectRecord?, by routed: RoutedRun, push: String, _ delivery: UndecidedDelivery, at now: Date
    ) throws -> Verdict {
        guard try !runs.isKnown(key: push) else {
            return Verdict(status: .ignored, reason: "the project is archived, and this push was acted on before")
        }
        guard let project, let life = try revive(project.id, at: now) else {
            return Verdict(status: .ignored, reason: "the project is archived")
        }
        // The set-up begins with this push: it comes to nothing a second time.
        try runs.remember(key: push, at: now)
        var routed = routed
        if case .setUpProject(var input) = routed.input {
            input.comesBack(from: life)
            routed.input = .setUpProject(input)
        }
        return try start([routed], delivery, at: now)
    }

    private func start(_ routed: [RoutedRun], _ delivery: UndecidedDelivery, at now: Date) throws -> Verdict {
        let enqueued = try routed.map { try runs.enqueue(NewRun($0, delivery: delivery.guid), at: now) }
        let known = enqueued.compactMap(\.earlier)
        return Verdict(
            status: .done, reason: known.isEmpty ? nil : known.joined(separator: ", "),
            runs: enqueued.compactMap(\.run?.id))
    }

    fileprivate func finish(_ delivery: UndecidedDelivery, _ verdict: Verdict, at now: Date) throws {
        try deliveries.finish(
            delivery.guid, verdict.status, reason: verdict.reason, subject: delivery.subject, runs: verdict.runs,
            at: now)
    }
}

extension Enqueued {
    /// What did this before; nil for a new run.
    fileprivate var earlier: String? {
        switch self {
        case .new: nil
        case .known(let run): "run \(run.id) does this already"
        case .former(let ended): "a run that ended at \(ended.formatted(.iso8601)) did this already"
        }
    }
}
