import Automations
import Foundation
import Storage

/// A delivery as `--json` and `/api` show it.
public struct DeliveryReport: Encodable, Sendable {
    /// A run that a delivery led to.
    public struct Run: Encodable, Sendable {
        public let id: Int64
        public let automation: String
        public let state: String
    }

    /// What a sweep did about a delivery that was lost on its way.
    public struct Redelivery: Encodable, Sendable {
        /// How often GitHub was asked to send it again.
        public let requests: Int
        @Nullable public var requested: Date?
        /// When it is asked again; null when it is not.
        @Nullable public var next: Date?
        /// What GitHub said of the latest attempt that failed.
        public let failure: String

        init(_ lost: LostDeliveryRecord) {
            requests = lost.requests
            failure = lost.failure
            _requested = Nullable(wrappedValue: lost.requested)
            _next = Nullable(wrappedValue: lost.state == .lost ? lost.due : nil)
        }
    }

    public let guid: String
    public let event: String
    @Nullable public var action: String?
    @Nullable public var repository: String?
    @Nullable public var sender: String?
    /// When it came; of one that did not, when GitHub first could not deliver it.
    public let received: Date
    /// `queued`, `done`, `ignored`, `failed` or `undecodable`; `lost` when it did not come, or not yet.
    public let status: String
    /// Why nothing or something else came of it.
    @Nullable public var reason: String?
    public let runs: [Run]
    /// Null when it came by itself.
    @Nullable public var redelivery: Redelivery?

    init(_ record: DeliveryRecord, runs: [RunRecord], lost: LostDeliveryRecord?) {
        guid = record.guid
        event = record.event
        received = record.received
        status = record.status.rawValue
        self.runs = runs.map { Run(id: $0.id, automation: $0.automation, state: $0.state.rawValue) }
        _action = Nullable(wrappedValue: record.action)
        _repository = Nullable(wrappedValue: record.repository)
        _sender = Nullable(wrappedValue: record.sender)
        _reason = Nullable(wrappedValue: record.reason)
        let asked = lost.flatMap { $0.requests > 0 ? Redelivery($0) : nil }
        _redelivery = Nullable(wrappedValue: asked)
    }

    /// One that did not come.
    init(_ lost: LostDeliveryRecord, repository: String?) {
        guid = lost.guid
        event = lost.event
        received = lost.failed
        status = Self.lost
        runs = []
        _action = Nullable(wrappedValue: lost.action)
        _repository = Nullable(wrappedValue: repository)
        _sender = Nullable(wrappedValue: nil)
        _reason = Nullable(wrappedValue: lost.reason)
        _redelivery = Nullable(wrappedValue: Redelivery(lost))
    }

    /// The status of a delivery that did not come.
    public static let lost = "lost"

    /// `repository.created`, or only the event.
    public var title: String { action.map { "\(event).\($0)" } ?? event }
}

extension Transaction {
    /// Deliveries that match, newest first.
    public func deliveryReports(_ filter: DeliveryFilter, limit: Int) throws -> [DeliveryReport] {
        try deliveries.list(filter, limit: limit).map(report)
    }

    /// Deliveries that GitHub could not deliver and that did not come since, newest first. Those that sweeps know of.
    public func lostDeliveryReports(event: String? = nil, repository: String? = nil, limit: Int) throws
        -> [DeliveryReport]
    {
        let reports = try lostDeliveries.list(event: event, limit: limit).map(report)
        return reports.filter { repository == nil || $0.repository?.lowercased() == repository?.lowercased() }
    }

    /// What is known of the repository's name: GitHub's list of deliveries has numbers.
    private func name(of repository: Int64?) throws -> String? {
        guard let repository else { return nil }
        return try projects.find(repository: repository)?.fullName ?? seenRepositories.name(of: repository)
    }

    public func deliveryReport(_ guid: String) throws -> DeliveryReport? {
        if let delivery = try deliveries.find(guid) { return try report(delivery) }
        return try lostDeliveries.find(guid).map(report)
    }

    /// Puts a delivery back into the queue, as if it had just arrived.
    /// - Returns: the delivery as it is then; nil when there is none.
    /// - Throws: ``Refusal`` when it never came.
    public func replayDelivery(_ guid: String, at now: Date) throws -> DeliveryReport? {
        guard try deliveries.find(guid) != nil else {
            guard try lostDeliveries.find(guid) != nil else { return nil }
            throw Refusal(
                "delivery \(guid) did not come, so that there is nothing to replay.",
                whatToDo: "Slipway asks GitHub for it again by itself; Recent Deliveries has a button for it too.")
        }
        try deliveries.replay(guid, at: now)
        return try deliveryReport(guid)
    }

    func report(_ lost: LostDeliveryRecord) throws -> DeliveryReport {
        DeliveryReport(lost, repository: try name(of: lost.repository))
    }

    func report(_ record: DeliveryRecord) throws -> DeliveryReport {
        DeliveryReport(
            record, runs: try deliveries.runs(of: record.guid).compactMap { try runs.find($0) },
            lost: try lostDeliveries.find(record.guid))
    }
}
