import GRDB

/// A delivery that is ready to be written: what takes time is done.
struct PackedDelivery: Sendable {
    let guid: String
    let event: String
    let received: Int64
    let headers: String?
    let body: PackedBody

    init(_ delivery: ReceivedDelivery) {
        guid = delivery.guid
        event = delivery.event
        received = delivery.received.milliseconds
        headers = delivery.headers.isEmpty ? nil : JSONText.object(delivery.headers)
        body = PackedBody(delivery.body)
    }
}

/// A delivery that waits for its commit. Without a savepoint of its own: at the rate deliveries may come, that counts.
struct PendingDelivery: PendingWrite {
    let delivery: PackedDelivery
    let tell: @Sendable (Result<AppendResult, any Error>) -> Void

    var durability: Durability { .atOnce }

    func execute(_ db: GRDB.Database) -> WriteOutcome {
        let outcome = Result { try Deliveries(db: db).append(delivery) }
        FailurePoint.hit(.beforeCommit, "Intake/\(delivery.event)")
        let failure: (any Error)? = if case .failure(let error) = outcome { error } else { nil }
        return WriteOutcome(failure: failure) { commit in tell(commit.flatMap { outcome }) }
    }

    func fail(with error: any Error) {
        tell(.failure(error))
    }
}
