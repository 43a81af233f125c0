import Automations
import Foundation
import GitHubAPI
import Logging
import ServiceLifecycle
import Storage

/// Finds the deliveries that GitHub could not get rid of, and asks for them again: GitHub does not by itself. So it does with
/// those that GitHub did get rid of and that the log does not hold, because an older backup was put back.
///
/// What is lost, and that it is asked for, is recorded before GitHub is asked. A process that dies in between has lost
/// nothing, and asks again only after a while; a delivery that comes twice is one, by its GUID.
struct DeliverySweep: ServiceLifecycle.Service {
    /// Read again at every sweep: attempts appear in GitHub's list when they have ended, and late ones among older ones.
    static let overlap: TimeInterval = 3600
    /// How long what ended is still shown.
    static let memory: TimeInterval = 30 * 86_400
    /// Between two looks at whether what was asked for has arrived.
    static let settling = Duration.seconds(10)

    let database: Database
    let github: GitHubClient
    let hooks: HookFinder
    let pace: SweepPace
    let interval: Duration
    let report: SweepReport
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date

    var logger: Logger { report.logger }

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await Beat(every: interval, clock: clock).run { await sweep() } }
            group.addTask { await Beat(every: min(interval, Self.settling), clock: clock).run { await settle() } }
        }
    }

    /// One round over all webhooks; a failure at one leaves the others alone.
    func sweep() async {
        await settle()
        do {
            for hook in try await hooks.owners() where !Task.isShuttingDownGracefully { await sweep(hook) }
            await report.recovered(.deliveries, name: Self.finding)
        } catch {
            await report.failed(.deliveries, name: Self.finding, error)
        }
    }

    private static let finding = "webhooks"

    private func sweep(_ hook: HookOwner) async {
        let name = "deliveries \(hook)"
        do {
            let survey = try await survey(hook, name)
            let asked = try await askForDue(hook, lastSuccess: survey.lastSuccess)
            let waiting = try await database.write { [now] transaction in
                try transaction.lostDeliveries.forget(endedBefore: now().addingTimeInterval(-Self.memory))
                return try transaction.lostDeliveries.waiting(hook: "\(hook)").count
            }
            await report.succeeded(
                .deliveries, name: name, isNews: survey.new > 0 || asked > 0,
                ["lost": "\(survey.new)", "asked": "\(asked)", "waiting": "\(waiting)", "pages": "\(survey.pages)"])
        } catch {
            await report.failed(.deliveries, name: name, error)
        }
    }

    /// Reads GitHub's list as far back as no earlier survey did, and records what is lost.
    private func survey(
        _ hook: HookOwner, _ name: String
    ) async throws -> (lastSuccess: Date?, new: Int, pages: Int) {
        let (covered, since) = try await database.write { [now] transaction in
            let sweep = try transaction.sweeps.begin(name, at: now())
            return (sweep.covered, min(try transaction.deliveries.oldest() ?? sweep.began, sweep.began))
        }
        var survey = DeliverySurvey(limit: covered?.addingTimeInterval(-Self.overlap))
        var cursor: String?
        var pages = 0
        repeat {
            let page = try await github.deliveries(of: hook, cursor: cursor)
            pages += 1
            let goesOn = survey.read(page.deliveries, unknown: try await unknown(among: page.deliveries, since: since))
            cursor = goesOn && page.nextCursor != cursor ? page.nextCursor : nil
        } while cursor != nil
        let (failed, newest) = (survey.failed, survey.newest)
        let new = try await database.write { [now] transaction in
            let new = try failed.filter { try transaction.lostDeliveries.note($0, hook: "\(hook)", at: now()) }
            // Only now that all of it is recorded, nobody needs to look there again.
            if let newest { try transaction.sweeps.cover(name, upTo: newest) }
            return new
        }
        for lost in new { logLost(lost) }
        return (survey.lastSuccess, new.count, pages)
    }

    /// What GitHub says was accepted since this database was begun, and the log does not hold. Whoever accepted anything
    /// before that, it was not this Slipway.
    private func unknown(among page: [HookDelivery], since: Date) async throws -> Set<String> {
        // GitHub's times are whole seconds.
        let second = Date(timeIntervalSince1970: since.timeIntervalSince1970.rounded(.down))
        let accepted = page.filter { $0.isOK && $0.deliveredAt >= second }.map(\.guid)
        return try await database.read { try $0.deliveries.unknown(among: accepted) }
    }

    /// What arrived since it was asked for.
    private func settle() async {
        do {
            let isAnyLost = try await database.read { try $0.lostDeliveries.counts()[.lost] != nil }
            guard isAnyLost else { return }
            let recovered = try await database.write { [now] in try $0.lostDeliveries.settle(at: now()) }
            for delivery in recovered {
                report.deliveryRecovered()
                logger.info("lost delivery recovered", metadata: delivery.metadata)
            }
        } catch {
            logger.error("lost deliveries cannot be read for now", metadata: ["reason": "\(error.sentence)"])
        }
    }

    private func logLost(_ lost: FailedDelivery) {
        logger.info(
            "a delivery was lost",
            metadata: [
                "delivery": "\(lost.guid)", "event": "\(lost.event)", "failed": "\(lost.failed.ISO8601Format())",
                "failure": "\(lost.failure)",
            ])
    }
}

extension LostDeliveryRecord {
    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "delivery": "\(guid)", "event": "\(event)", "hook": "\(hook)", "requests": "\(requests)",
            "failure": "\(failure)",
        ]
        metadata["action"] = action.map { "\($0)" }
        return metadata
    }
}
