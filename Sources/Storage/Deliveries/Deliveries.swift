import Foundation
import GRDB

/// The delivery log inside one transaction.
public struct Deliveries {
    let db: GRDB.Database
    var author = AuditAuthor.itself

    /// Records a delivery and its body. Outside of tests ``DeliveryLog`` does this.
    public func append(_ delivery: ReceivedDelivery) throws -> AppendResult {
        try append(PackedDelivery(delivery))
    }

    /// Changes nothing when it fails.
    func append(_ delivery: PackedDelivery) throws -> AppendResult {
        let head = try db.cachedStatement(sql: Self.insertHead)
        try head.execute(arguments: [delivery.guid, delivery.event, delivery.received])
        guard db.changesCount == 1 else { return .duplicate }
        let id = db.lastInsertedRowID
        do {
            let body = try db.cachedStatement(sql: Self.insertBody)
            try body.execute(arguments: [id, delivery.body.bytes, delivery.body.size, delivery.headers])
            return .stored
        } catch {
            if db.isInsideTransaction { try db.perform("DELETE FROM delivery WHERE id = ?", [id]) }
            throw error
        }
    }

    private static let insertHead =
        "INSERT INTO delivery (guid, event, received, status) VALUES (?, ?, ?, 'queued') ON CONFLICT (guid) DO NOTHING"
    private static let insertBody = "INSERT INTO deliveryBody (delivery, body, size, headers) VALUES (?, ?, ?, ?)"

    /// Deliveries still to be acted on, in order of arrival: at most `limit`, and no more once their bodies together
    /// weigh `bytes`.
    public func nextQueued(limit: Int, bytes: Int = 4 * 1024 * 1024) throws -> [DeliveryDetail] {
        let records: [DeliveryRecord] = try db.all(
            "SELECT * FROM delivery WHERE status = 'queued' ORDER BY id LIMIT ?", [limit])
        var (details, weight): ([DeliveryDetail], Int) = ([], 0)
        for record in records where weight < bytes {
            let next = try detail(record)
            weight += next.body.count
            details.append(next)
        }
        return details
    }

    /// Records what became of a delivery and which runs it led to.
    /// - Throws: `notFound`.
    public func finish(
        _ guid: String, _ status: DeliveryStatus, reason: String? = nil, subject: DeliverySubject? = nil,
        runs: [Int64] = [], at now: Date
    ) throws {
        try db.perform(
            Self.updateHead,
            [
                status.rawValue, reason, status == .queued ? nil : now.milliseconds, subject != nil,
                subject?.action, subject?.repository, subject?.sender, subject?.installation, guid,
            ])
        guard db.changesCount == 1 else { throw StorageError.notFound("delivery \(guid)") }
        for run in runs {
            try db.perform(
                "INSERT OR IGNORE INTO deliveryRun (delivery, run) SELECT id, ? FROM delivery WHERE guid = ?",
                [run, guid])
        }
    }

    /// What is known of the subject already stays when nothing is told of it.
    private static let updateHead = """
        UPDATE delivery SET status = ?1, reason = ?2, finished = ?3,
            action = iif(?4, ?5, action), repository = iif(?4, ?6, repository), sender = iif(?4, ?7, sender),
            installation = iif(?4, ?8, installation)
        WHERE guid = ?9
        """

    /// Puts a delivery back into the queue, as if it had just arrived. Runs it led to that failed go on from where they
    /// were: what they had done stays done.
    /// - Throws: `notFound`.
    public func replay(_ guid: String, at now: Date) throws {
        guard var record = try find(guid) else { throw StorageError.notFound("delivery \(guid)") }
        record.status = .queued
        record.reason = nil
        record.finished = nil
        try record.update(db)
        try AuditLog(db: db, author: author).note(
            .replay, of: record.repository.flatMap { try Projects(db: db).find(fullName: $0) }, delivery: guid,
            subject: record.event, at: now)
        for run in try runs(of: record) { try Runs(db: db, author: author).tryAgain(run, at: now) }
    }

    public func find(_ guid: String) throws -> DeliveryRecord? {
        try DeliveryRecord.filter(Column("guid") == guid).fetchOne(db)
    }

    /// A delivery with its body, headers and runs.
    public func show(_ guid: String) throws -> DeliveryDetail? {
        try find(guid).map(detail)
    }

    /// Deliveries that match, newest first.
    public func list(_ filter: DeliveryFilter = DeliveryFilter(), limit: Int) throws -> [DeliveryRecord] {
        try filter.request.order(Column("id").desc).limit(limit).fetchAll(db)
    }

    /// The runs a delivery led to.
    public func runs(of guid: String) throws -> [Int64] {
        try find(guid).map(runs) ?? []
    }

    /// How many deliveries wait to be acted on.
    public func queuedCount() throws -> Int {
        try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM delivery WHERE status = 'queued'") ?? 0
    }

    private func runs(of record: DeliveryRecord) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT run FROM deliveryRun WHERE delivery = ? ORDER BY run"),
            arguments: [record.id])
    }

    private func detail(_ record: DeliveryRecord) throws -> DeliveryDetail {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT body, size, headers FROM deliveryBody WHERE delivery = ?"),
            arguments: [record.id])
        let headers: String? = row?["headers"]
        return DeliveryDetail(
            record: record,
            headers: try headers.map { try JSONText.decode([String: String].self, from: $0) } ?? [:],
            body: try row.map { try PackedBody(bytes: $0["body"], size: $0["size"]).body() } ?? Data(),
            runs: try runs(of: record))
    }
}
