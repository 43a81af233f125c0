import Automations
import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Lets projects leave the cluster that should: every hour those whose set-up failed or whose repository is gone, at 02:00
/// UTC those that nobody uses. It only decides and enqueues; the runs look again, announce, and wait.
final class CleanUpRounds: ServiceLifecycle.Service {
    /// The sweeps under which the rounds are remembered.
    static let hourly = "clean-up, hourly"
    static let daily = "clean-up, daily"

    let database: Database
    let settings: Settings
    let pace: CleanUpPace
    let logger: Logger
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date

    init(
        database: Database, settings: Settings, pace: CleanUpPace, logger: Logger,
        clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.settings = settings
        self.pace = pace
        self.logger = logger
        self.clock = clock
        self.now = now
    }

    func run() async throws {
        await Beat(every: pace.interval, clock: clock).run { await self.round() }
    }

    func round() async {
        do {
            let (now, choices, isAlwaysDue) = (self.now(), settings.cleanUp, pace.isAlwaysDue)
            let due = try await database.read { try $0.dueCleanUps(isAlwaysDue: isAlwaysDue, at: now) }
            guard due.isHourly || due.isDaily else { return }
            let begun = try await database.write { try $0.cleanUpRound(choices, due, at: now) }
            for (project, reason) in begun {
                logger.info(
                    "a project is to leave the cluster",
                    metadata: ["project": "\(project.fullName)", "reason": "\(reason)"])
            }
        } catch is CancellationError {
            return
        } catch {
            logger.error("what to clean up cannot be looked for", metadata: ["reason": "\(error.sentence)"])
        }
    }
}

/// How often it is looked for projects that should leave the cluster.
public struct CleanUpPace: Sendable {
    public var interval = Duration.seconds(60)
    /// At every look, at any time of day; for tests.
    public var isAlwaysDue = false
    /// Instead of the configured times of grace, in seconds; for tests.
    public var grace: Double?

    public init() {}
}

/// Which rounds are to be made.
private struct DueCleanUps: Sendable {
    var isHourly: Bool
    var isDaily: Bool
}

extension Transaction {
    fileprivate func dueCleanUps(isAlwaysDue: Bool, at now: Date) throws -> DueCleanUps {
        if isAlwaysDue { return DueCleanUps(isHourly: true, isDaily: true) }
        let hourly = try sweeps.find(CleanUpRounds.hourly)?.succeeded
        let daily = try sweeps.find(CleanUpRounds.daily)
        let lastHour = CleanUpRounds.lastHour(before: now)
        return DueCleanUps(
            isHourly: hourly.map { now.timeIntervalSince($0) >= 3600 } ?? true,
            // The first day there is nothing to be caught up with.
            isDaily: daily.map { ($0.succeeded ?? $0.began) < lastHour } ?? true)
    }

    /// - Returns: what begins to leave now, and why.
    fileprivate func cleanUpRound(
        _ choices: CleanUpChoices, _ due: DueCleanUps, at now: Date
    ) throws -> [(project: ProjectRecord, reason: String)] {
        let rule = CleanUpRule(choices)
        var candidates: [ProjectRecord] = []
        if due.isHourly { candidates += try hourlyCandidates(choices, at: now) }
        if due.isDaily, try isDaily(at: now), choices.unusedAfter != nil {
            candidates += try projects.all().filter {
                [.active, .degraded].contains($0.state) && $0.gone == nil && rule.word(in: $0.name) != nil
            }
        }
        return try toBeCleanedUp(candidates, by: rule, at: now).compactMap { project, reason in
            try cleanUp(project, because: reason, at: now).map { _ in (project, reason.text) }
        }
    }

    private func hourlyCandidates(_ choices: CleanUpChoices, at now: Date) throws -> [ProjectRecord] {
        _ = try sweeps.begin(CleanUpRounds.hourly, at: now)
        try sweeps.succeed(CleanUpRounds.hourly, at: now)
        _ = try takeUpRemovals(at: now)
        var candidates: [ProjectRecord] = []
        if let limit = choices.failedAfter {
            candidates += try projects.failed(before: now.addingTimeInterval(-limit))
        }
        if let limit = choices.deletedAfter {
            candidates += try projects.gone(before: now.addingTimeInterval(-limit)).filter { $0.state != .failed }
        }
        return candidates
    }

    /// Notes that the daily round is made. The first time it is only noted that there is one.
    private func isDaily(at now: Date) throws -> Bool {
        let isKnown = try sweeps.find(CleanUpRounds.daily) != nil
        _ = try sweeps.begin(CleanUpRounds.daily, at: now)
        if isKnown { try sweeps.succeed(CleanUpRounds.daily, at: now) }
        return isKnown
    }
}

extension CleanUpRounds {
    /// When the hour of the daily round last began.
    static func lastHour(before now: Date) -> Date {
        let (day, hour) = (86_400.0, Double(CleanUpChoices.hour) * 3600)
        return Date(timeIntervalSince1970: ((now.timeIntervalSince1970 - hour) / day).rounded(.down) * day + hour)
    }
}
