import GRDB

/// Which deliveries to list; what is nil does not matter.
public struct DeliveryFilter: Sendable, Equatable {
    public var status: DeliveryStatus?
    public var event: String?
    /// Full name, whatever its capitals.
    public var repository: String?
    /// Only those that arrived before the one with this ``DeliveryRecord/id``: how a list goes on.
    public var before: Int64?

    public init(
        status: DeliveryStatus? = nil, event: String? = nil, repository: String? = nil, before: Int64? = nil
    ) {
        self.status = status
        self.event = event
        self.repository = repository
        self.before = before
    }

    var request: QueryInterfaceRequest<DeliveryRecord> {
        var request = DeliveryRecord.all()
        if let status { request = request.filter(Column("status") == status.rawValue) }
        if let event { request = request.filter(Column("event") == event) }
        if let repository { request = request.filter(Column("repository").collating(.nocase) == repository) }
        if let before { request = request.filter(Column("id") < before) }
        return request
    }
}
