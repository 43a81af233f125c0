import Automations
import Foundation
import GitHubAPI
import Logging
import ServiceLifecycle
import Storage

extension DeliverySweep {
    /// Failures of GitHub's own after which a round is left for the next one.
    private static let tolerance = 5
    /// The name of its failure points.
    private static let asking = "DeliverySweep/ask for what was lost"

    /// Asks for everything that is due, oldest first, a few at a time.
    /// - Returns: how many GitHub took.
    func askForDue(_ hook: HookOwner, lastSuccess: Date?) async throws -> Int {
        var rest = try await due(hook, lastSuccess: lastSuccess).prefix(pace.requestsPerRound)
        return try await withThrowingTaskGroup(of: Asked.self) { group in
            var round = Round()
            while true {
                while round.goesOn(atOnce: pace.requestsAtOnce), !Task.isShuttingDownGracefully,
                    let lost = rest.popFirst()
                {
                    if round.begun > 0 { try await clock.sleep(for: pace.spacing) }
                    round.begun += 1
                    group.addTask { try await ask(for: lost, of: hook) }
                }
                guard let result = try await group.next() else { break }
                round.note(result)
            }
            if let refusal = round.refusal { throw refusal }
            return round.taken
        }
    }

    private enum Asked {
        case taken, notNeeded, failed
        /// What makes it useless to ask for others now: a rate limit, a missing permission.
        case refused(GitHubError)
    }

    /// How the requests of one round went.
    private struct Round {
        var begun = 0
        private(set) var taken = 0
        private(set) var refusal: GitHubError?
        private var ended = 0
        private var failures = 0

        func goesOn(atOnce limit: Int) -> Bool {
            begun - ended < limit && failures < DeliverySweep.tolerance && refusal == nil
        }

        mutating func note(_ result: Asked) {
            ended += 1
            switch result {
            case .taken: taken += 1
            case .notNeeded: break
            case .failed: failures += 1
            case .refused(let error): refusal = error
            }
        }
    }

    /// What is due; what is beyond hope is given up on the way.
    private func due(_ hook: HookOwner, lastSuccess: Date?) async throws -> [LostDeliveryRecord] {
        let waiting = try await database.read { try $0.lostDeliveries.waiting(hook: "\(hook)") }
        var due: [LostDeliveryRecord] = []
        for lost in waiting {
            switch pace.redelivery.verdict(on: lost, lastSuccess: lastSuccess, now: now()) {
            case .ask: due.append(lost)
            case .wait: continue
            case .giveUp(let reason): try await giveUp(lost, reason)
            }
        }
        return due
    }

    /// Asks for one. That it is asked for is on disk before GitHub hears of it.
    private func ask(for lost: LostDeliveryRecord, of hook: HookOwner) async throws -> Asked {
        let next = pace.redelivery.next(after: lost, now: now())
        let isRecorded = try await database.write { [now] transaction in
            let isWanted = try transaction.lostDeliveries.request(lost.guid, due: next, at: now())
            FailurePoint.hit(.beforeCommit, Self.asking)
            return isWanted
        }
        FailurePoint.hit(.afterCommit, Self.asking)
        guard isRecorded else { return .notNeeded }
        do {
            try await FailurePoint.at(Self.asking) { try await github.redeliver(lost.attempt, of: hook) }
        } catch let error as GitHubError {
            return try await failed(error, lost)
        }
        FailurePoint.hit(.afterAnswer, Self.asking)
        report.redeliveryRequested()
        logger.info("redelivery requested", metadata: lost.metadata)
        return .taken
    }

    private func failed(_ error: GitHubError, _ lost: LostDeliveryRecord) async throws -> Asked {
        logger.warning(
            "redelivery could not be requested",
            metadata: lost.metadata.merging(["reason": "\(error.whatHappened)"]) { $1 })
        switch error.code {
        case .notFound, .gone:
            try await giveUp(lost, "GitHub does not have it any more")
        case .rateLimited, .forbidden, .unauthorized, .suspended:
            try await database.write { [now] in try $0.lostDeliveries.withdrawRequest(lost.guid, at: now()) }
            return .refused(error)
        case _ where error.isRetryable && !error.outcomeUnknown:
            try await database.write { [now] in try $0.lostDeliveries.withdrawRequest(lost.guid, at: now()) }
        default:
            // It may have been taken, or will never be: the recorded distance holds.
            break
        }
        return .failed
    }

    private func giveUp(_ lost: LostDeliveryRecord, _ reason: String) async throws {
        try await database.write { [now] in try $0.lostDeliveries.giveUp(lost.guid, reason: reason, at: now()) }
        report.deliveryGivenUp()
        logger.error(
            "a lost delivery is given up",
            metadata: lost.metadata.merging(["reason": "\(reason)"]) { $1 })
    }
}
