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

    public let guid: String
    public let event: String
    @Nullable public var action: String?
    @Nullable public var repository: String?
    @Nullable public var sender: String?
    public let received: Date
    /// `queued`, `done`, `ignored`, `failed` or `undecodable`.
    public let status: String
    /// Why nothing or something else came of it.
    @Nullable public var reason: String?
    public let runs: [Run]

    init(_ record: DeliveryRecord, runs: [RunRecord]) {
        guid = record.guid
        event = record.event
        received = record.received
        status = record.status.rawValue
        self.runs = runs.map { Run(id: $0.id, automation: $0.automation, state: $0.state.rawValue) }
        _action = Nullable(wrappedValue: record.action)
        _repository = Nullable(wrappedValue: record.repository)
        _sender = Nullable(wrappedValue: record.sender)
        _reason = Nullable(wrappedValue: record.reason)
    }

    /// `repository.created`, or only the event.
    public var title: String { action.map { "\(event).\($0)" } ?? event }
}

extension Transaction {
    /// Deliveries that match, newest first.
    public func deliveryReports(_ filter: DeliveryFilter, limit: Int) throws -> [DeliveryReport] {
        try deliveries.list(filter, limit: limit).map(report)
    }

    public func deliveryReport(_ guid: String) throws -> DeliveryReport? {
        try deliveries.find(guid).map(report)
    }

    private func report(_ record: DeliveryRecord) throws -> DeliveryReport {
        DeliveryReport(record, runs: try deliveries.runs(of: record.guid).compactMap { try runs.find($0) })
    }
}
