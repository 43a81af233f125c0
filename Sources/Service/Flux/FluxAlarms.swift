import AsyncHTTPClient
import Automations
import Foundation
import KubernetesAPI
import Logging
import NIOCore
import NIOHTTP1
import Redaction
import ServiceLifecycle
import Storage
import Synchronization

/// Warns people when many sources fail, or when Flux does not look at them: in the log, as an Event in the cluster, and
/// through a webhook. What was decided is recorded first, so that a crash neither loses a warning nor repeats it.
final class FluxAlarms: ServiceLifecycle.Service {
    /// How often somebody who does not answer is told again.
    private static let attempts = 5

    private let database: Database
    private let channels: [Channel]
    private let limit: Int
    private let pace: AlarmPace
    private let logger: Logger
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private let progress = Mutex<[String: Progress]>([:])
    /// Since when nothing speaks for alarms that were raised.
    private let calm = Mutex<[FluxAlarm: Date]>([:])

    /// How far an alarm is that not all were told of.
    private struct Progress: Sendable {
        var since: Date
        var attempts = 0
        /// The channels that took it.
        var told: Set<Int> = []
    }

    /// A way to people.
    typealias Channel = @Sendable (AlarmRecord) async throws -> Void

    init(
        database: Database, channels: [Channel], limit: Int, pace: AlarmPace = AlarmPace(), logger: Logger,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.channels = channels
        self.limit = limit
        self.pace = pace
        self.logger = logger
        self.clock = clock
        self.now = now
    }

    func run() async throws {
        await Beat(every: pace.interval, clock: clock).run { await self.look() }
    }

    func look() async {
        do {
            try await decide()
            for alarm in try await database.read({ try $0.alarms.untold() }) { try await tell(alarm) }
        } catch {
            logger.error("Flux's sources cannot be counted for now", metadata: ["reason": "\(error.sentence)"])
        }
    }

    private func decide() async throws {
        let (now, limit, pace) = (now(), limit, pace)
        let looks = try await database.read { tx in
            let counts = try tx.gitopsResources.sourceCounts(
                failingSince: now.addingTimeInterval(-pace.failing),
                unprocessedSince: now.addingTimeInterval(-pace.unprocessed))
            return try FluxAlarm.allCases.map { alarm in
                let isRaised = try tx.alarms.find(alarm.rawValue).map { !$0.isOver } ?? false
                return (alarm, isRaised, alarm.message(counts, limit: limit, isRaised: isRaised))
            }
        }
        let news = looks.compactMap { look in change(look.0, isRaised: look.1, message: look.2, at: now) }
        guard !news.isEmpty else { return }
        try await database.write { tx in for alarm in news { try tx.alarms.save(alarm) } }
    }

    /// The record after the look; nil if nothing changed.
    private func change(_ alarm: FluxAlarm, isRaised: Bool, message: String?, at now: Date) -> AlarmRecord? {
        let isOver = message == nil && isRaised && lasts(alarm, at: now)
        if !isRaised || message != nil || isOver { calm.withLock { $0[alarm] = nil } }
        guard isOver || !isRaised && message != nil else { return nil }
        return AlarmRecord(
            name: alarm.rawValue, since: now.roundedToMilliseconds, message: message ?? alarm.relief, isOver: isOver)
    }

    /// Whether the calm has lasted for long enough.
    private func lasts(_ alarm: FluxAlarm, at now: Date) -> Bool {
        let since = calm.withLock { calm in
            let since = calm[alarm] ?? now
            calm[alarm] = since
            return since
        }
        return now.timeIntervalSince(since) >= pace.peace
    }

    private func tell(_ alarm: AlarmRecord) async throws {
        let known = progress.withLock { $0[alarm.name] }
        var telling = Progress(since: alarm.since)
        if let known, known.since == alarm.since { telling = known }
        if telling.attempts == 0 {
            logger.log(
                level: alarm.isOver ? .notice : .warning, "\(alarm.message)", metadata: ["alarm": "\(alarm.name)"])
        }
        telling.attempts += 1
        let isLast = telling.attempts >= Self.attempts
        // A cluster that takes no Event keeps nobody from hearing of it through the webhook.
        for (index, channel) in channels.enumerated() where !telling.told.contains(index) {
            do {
                try await channel(alarm)
                telling.told.insert(index)
            } catch {
                logger.log(
                    level: isLast ? .error : .debug, "a warning could not be passed on",
                    metadata: ["reason": "\(error.sentence)"])
            }
        }
        let state = telling
        guard isLast || state.told.count == channels.count else {
            return progress.withLock { $0[alarm.name] = state }
        }
        progress.withLock { $0[alarm.name] = nil }
        try await database.write { tx in
            var told = alarm
            told.isTold = true
            try tx.alarms.save(told)
        }
    }
}

/// How patient the alarms are.
struct AlarmPace: Sendable {
    var interval = Duration.seconds(15)
    /// Seconds that a source fails before it counts.
    var failing = FluxAlarm.patience
    /// Seconds that a source is not looked at before it counts.
    var unprocessed = FluxAlarm.unprocessed
    /// Seconds without a reason after which an alarm is over.
    var peace = FluxAlarm.peace
}

extension FluxAlarms {
    /// A Kubernetes Event about the namespace of Flux. Events about what belongs to no namespace lie in `default`.
    static func event(in cluster: KubernetesClient) -> Channel {
        { alarm in
            let suffix = String(Int64(alarm.since.timeIntervalSince1970 * 1000), radix: 16)
            // What follows tells alarms of one kind apart.
            let kind = String(alarm.name.prefix { $0 != "-" })
            let event = ClusterEvent(
                metadata: ObjectMeta(
                    name: try ObjectName("slipway.\(alarm.name.lowercased()).\(suffix)"), namespace: "default"),
                involvedObject: ObjectReference(apiVersion: "v1", kind: "Namespace", name: "flux-system"),
                reason: alarm.isOver ? "\(kind)Over" : kind, message: alarm.message,
                type: alarm.isOver ? "Normal" : "Warning", count: 1, firstTimestamp: Time(alarm.since),
                lastTimestamp: Time(alarm.since), source: ClusterEvent.Source(component: "slipway"))
            _ = try await cluster.apply(event, comparedWith: .unread)
        }
    }

    /// A webhook that takes what Slack's incoming webhooks take: `{"text": "…"}`.
    static func webhook(_ address: Redacted, _ http: HTTPClient) -> Channel {
        { alarm in
            var request = HTTPClientRequest(url: address.value)
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            let text = "\(alarm.isOver ? "✅" : "⚠️") Slipway: \(alarm.message)"
            request.body = .bytes(try JSONEncoder().encode(["text": text]))
            let status = try await answer(request, http)
            guard (200..<300).contains(status) else {
                throw Unhealthy("The webhook for warnings answers \(status).")
            }
        }
    }

    /// The address is a secret: no error may repeat it.
    private static func answer(_ request: HTTPClientRequest, _ http: HTTPClient) async throws -> Int {
        do {
            return Int(try await http.execute(request, timeout: .seconds(10)).status.code)
        } catch let error as CancellationError {
            throw error
        } catch let error as HTTPClientError {
            throw Unhealthy("The webhook for warnings cannot be reached: \(error.shortDescription).")
        } catch {
            throw Unhealthy("The webhook for warnings cannot be reached.")
        }
    }
}
