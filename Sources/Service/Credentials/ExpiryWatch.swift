import CoreMetrics
import Crypto
import Foundation
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Announces the end of a credential before it bites. What is announced is recorded as an alarm in the same breath, so that a
/// crash neither loses nor repeats it; those who tell alarms tell people.
final class ExpiryWatch: ServiceLifecycle.Service {
    /// Asks when the credentials end.
    typealias Source = @Sendable () async -> [CredentialExpiry]

    /// What is recorded of an announcement.
    static let recordPrefix = "credential expiry "
    /// Seconds between two times that GitHub is asked.
    static let pause: TimeInterval = 3600

    private let database: Database
    private let source: Source
    private let metrics: MetricsRegistry
    private let logger: Logger
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let known = Mutex<(at: Date, all: [CredentialExpiry])?>(nil)

    init(
        database: Database, source: @escaping Source, metrics: MetricsRegistry, logger: Logger,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.source = source
        self.metrics = metrics
        self.logger = logger
        self.clock = clock
        self.now = now
    }

    func run() async throws {
        await Beat(every: .seconds(60), clock: clock).run { await self.look() }
    }

    func look() async {
        let now = now()
        let all = await expiries(at: now)
        show(all, at: now)
        do {
            for expiry in all { try await announce(expiry, at: now) }
        } catch {
            logger.error("the end of credentials cannot be noted for now", metadata: ["reason": "\(error.sentence)"])
        }
    }

    private func expiries(at now: Date) async -> [CredentialExpiry] {
        let last = known.withLock { $0 }
        if let last, (0..<Self.pause).contains(now.timeIntervalSince(last.at)) { return last.all }
        let all = await source()
        known.withLock { $0 = (now, all) }
        return all
    }

    /// Of each kind the one that ends first.
    private func show(_ all: [CredentialExpiry], at now: Date) {
        for (kind, expiries) in Dictionary(grouping: all, by: \.kind) {
            guard let first = expiries.compactMap({ $0.left(at: now) }).min() else { continue }
            metrics.gauge(.credentialExpires, kind.rawValue).record(first)
        }
    }

    private func announce(_ expiry: CredentialExpiry, at now: Date) async throws {
        let name = Self.alarm(of: expiry)
        let prefix = "\(Self.recordPrefix)\(expiry.name) "
        guard let milestone = expiry.milestone(at: now), let end = expiry.expires else {
            return try await end(name, prefix, expiry, at: now)
        }
        let record = "\(prefix)\(Int(end.timeIntervalSince1970)) \(milestone)"
        guard try await database.read({ try $0.sweeps.find(record) }) == nil else { return }
        try await database.write { tx in
            try tx.sweeps.forget(prefix: prefix)
            _ = try tx.sweeps.begin(record, at: now)
            try tx.alarms.save(
                AlarmRecord(name: name, since: now.roundedToMilliseconds, message: expiry.message(at: now)))
        }
    }

    /// It was replaced.
    private func end(_ name: String, _ prefix: String, _ expiry: CredentialExpiry, at now: Date) async throws {
        guard let alarm = try await database.read({ try $0.alarms.find(name) }), !alarm.isOver else { return }
        try await database.write { tx in
            try tx.sweeps.forget(prefix: prefix)
            try tx.alarms.save(
                AlarmRecord(name: name, since: now.roundedToMilliseconds, message: expiry.relief, isOver: true))
        }
    }

    /// Its name in the cluster as well: what the configuration calls it may hold brackets.
    static func alarm(of expiry: CredentialExpiry) -> String {
        let code = SHA256.hash(data: Data(expiry.name.utf8)).prefix(4).map { String($0, radix: 16) }.joined()
        return "CredentialExpires-\(code)"
    }
}
