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
    static let batch = 64

    let database: Database
    let routing: Routing
    let logger: Logger
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    func run() async throws {
        // Deliveries replayed from the command line are written by another process: hence the interval.
        await Beat(every: .seconds(2), clock: clock).run(on: database.changes(in: .deliveries)) { await dispatchAll() }
    }

    func dispatchAll() async {
        while !Task.isShuttingDownGracefully {
            do {
                let queued = try await database.read { try $0.deliveries.nextQueued(limit: Self.batch) }
                if queued.isEmpty { return }
                for delivery in queued { try await dispatchOrFail(delivery) }
            } catch {
                logger.error("deliveries cannot be dispatched for now", metadata: ["reason": "\(error.sentence)"])
                return
            }
        }
    }

    /// What cannot be dispatched twice in a row is recorded as failed: it must not stop those behind it, and can be
    /// replayed. While the database itself is the trouble, everything waits for it.
    private func dispatchOrFail(_ delivery: DeliveryDetail) async throws {
        do {
            try await dispatch(delivery)
        } catch  where error.isNoFaultOfTheDelivery {
            throw error
        } catch {
            do {
                try await dispatch(delivery)
            } catch  where error.isNoFaultOfTheDelivery {
                throw error
            } catch {
                let subject = DeliverySubject(DeliverySummary.peek(delivery.body))
                let verdict = Verdict(status: .failed, reason: error.sentence)
                try await finish(delivery.record.guid, verdict, subject)
                log(delivery.record, subject, verdict)
            }
        }
    }

    /// Decides about one delivery. What follows from it and the decision itself are one transaction.
    func dispatch(_ delivery: DeliveryDetail) async throws {
        let guid = delivery.record.guid
        let subject = DeliverySubject(DeliverySummary.peek(delivery.body))
        let verdict: Verdict
        let place = delivery.record.place(subject)
        FailurePoint.hit(.beforeCall, place)
        do {
            let event = try Event.decode(name: delivery.record.event, body: delivery.body)
            verdict = try await database.write { [routing, now] transaction in
                let verdict = try transaction.act(on: event, of: guid, by: routing, at: now())
                try transaction.finish(guid, verdict, subject, at: now())
                FailurePoint.hit(.beforeCommit, place)
                return verdict
            }
        } catch let error as EventError {
            verdict = Verdict(status: .undecodable, reason: "\(error)")
            try await finish(guid, verdict, subject)
        }
        FailurePoint.hit(.afterCommit, place)
        log(delivery.record, subject, verdict)
    }

    private func finish(_ guid: String, _ verdict: Verdict, _ subject: DeliverySubject) async throws {
        try await database.write { [now] in try $0.finish(guid, verdict, subject, at: now()) }
    }

    private func log(_ record: DeliveryRecord, _ subject: DeliverySubject, _ verdict: Verdict) {
        var metadata: Logger.Metadata = [
            "delivery": "\(record.guid)", "event": "\(record.event)", "result": "\(verdict.status.rawValue)",
        ]
        metadata["action"] = subject.action.map { "\($0)" }
        metadata["repository"] = subject.repository.map { "\($0)" }
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

extension DeliveryRecord {
    /// What is decided about, for crash tests.
    fileprivate func place(_ subject: DeliverySubject) -> String {
        "Dispatcher/\(([event] + [subject.action].compactMap(\.self)).joined(separator: "."))"
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
    fileprivate func act(on event: Event, of guid: String, by routing: Routing, at now: Date) throws -> Verdict {
        let project = try Routing.repository(of: event).flatMap { try projects.find(repository: $0) }
        switch routing.decide(event, project: project.flatMap { KnownProject($0) }) {
        case .ignore(let reason): return Verdict(status: .ignored, reason: reason)
        case .update(let update, let note):
            if let project { try projects.apply(update, to: project, at: now) }
            return Verdict(status: .done, reason: note)
        case .start(let routed):
            let enqueued = try routed.map { try runs.enqueue(NewRun($0, delivery: guid), at: now) }
            let known = enqueued.compactMap(\.earlier)
            return Verdict(
                status: .done, reason: known.isEmpty ? nil : known.joined(separator: ", "),
                runs: enqueued.compactMap(\.run?.id))
        }
    }

    fileprivate func finish(_ guid: String, _ verdict: Verdict, _ subject: DeliverySubject, at now: Date) throws {
        try deliveries.finish(
            guid, verdict.status, reason: verdict.reason, subject: subject, runs: verdict.runs, at: now)
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

extension DeliverySubject {
    init(_ summary: DeliverySummary) {
        self.init(
            action: summary.action, repository: summary.repositoryFullName, sender: summary.sender,
            installation: summary.installationID)
    }
}
