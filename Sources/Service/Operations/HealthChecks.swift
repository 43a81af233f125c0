import Foundation
import Logging
import ServiceLifecycle

/// Asks again and again whether the database, GitHub, the cluster and the registry answer.
struct HealthChecks: ServiceLifecycle.Service {
    typealias Check = @Sendable () async throws -> Void

    let board: HealthBoard
    let checks: [(component: HealthBoard.Component, check: Check)]
    let interval: Duration
    let logger: Logger
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            for (component, check) in checks {
                group.addTask { await repeatedly(component, check) }
            }
        }
    }

    private func repeatedly(_ component: HealthBoard.Component, _ check: @escaping Check) async {
        await Beat(every: interval, clock: clock).run { await once(component, check) }
    }

    func once(_ component: HealthBoard.Component, _ check: Check) async {
        var reason: String?
        do {
            try await check()
        } catch is CancellationError {
            return
        } catch {
            reason = error.sentence
        }
        guard board.report(component, failure: reason, at: now()) else { return }
        if let reason {
            logger.warning("\(component.rawValue) is not available", metadata: ["reason": "\(reason)"])
        } else {
            logger.info("\(component.rawValue) is available")
        }
    }
}
