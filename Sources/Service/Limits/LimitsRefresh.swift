import Automations
import Foundation
import Logging
import ServiceLifecycle
import Storage

/// After the limits changed in the configuration: gives them to the environments that have others, a few at a time. What
/// each has is recorded with it, so that a restart goes on where it was.
struct LimitsRefresh: ServiceLifecycle.Service {
    /// So many runs at a time do it; as many begin in a minute at most.
    static let most = 20

    let database: Database
    let settings: Settings
    let logger: Logger
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    func run() async throws {
        await Beat(every: .seconds(60), clock: clock).run { await round() }
    }

    func round() async {
        do {
            // Mostly there is nothing to do, and then nothing is written.
            let count = try await database.read { [settings] in try $0.environmentsWithOtherLimits(settings).count }
            guard count > 0 else { return }
            let begun = try await database.write { [settings, now] in
                try $0.followLimits(settings, most: Self.most, at: now())
            }
            guard !begun.isEmpty else { return }
            logger.info(
                "environments get the limits of the configuration",
                metadata: ["begun": "\(begun.count)", "left": "\(count - begun.count)"])
        } catch is CancellationError {
            return
        } catch {
            logger.error("limits cannot be compared for now", metadata: ["reason": "\(error.sentence)"])
        }
    }
}
