import GitHubAPI
import Storage

/// A delivery whose body was looked at, outside of any transaction.
struct UndecidedDelivery: Sendable {
    let guid: String
    /// Of the event, as GitHub calls it.
    let name: String
    let subject: DeliverySubject
    /// ``EventError`` when the body is no such event.
    let event: Result<Event, any Error>

    init(_ delivery: DeliveryDetail) {
        guid = delivery.record.guid
        name = delivery.record.event
        subject = DeliverySubject(DeliverySummary.peek(delivery.body))
        event = Result { try Event.decode(name: delivery.record.event, body: delivery.body) }
    }

    /// What is decided about, for crash tests.
    var place: String { "Dispatcher/\(([name] + [subject.action].compactMap(\.self)).joined(separator: "."))" }
}

extension DeliverySubject {
    init(_ summary: DeliverySummary) {
        self.init(
            action: summary.action, repository: summary.repositoryFullName, sender: summary.sender,
            installation: summary.installationID)
    }
}
