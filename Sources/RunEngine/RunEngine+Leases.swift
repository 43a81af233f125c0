import Foundation
import Logging
import Storage
import Synchronization

extension RunEngine {
    /// Prolongs the claims of executing runs; a run whose claim was lost is told to stop.
    func renewLeases() async {
        while !Task.isCancelled {
            do {
                try await options.time.sleep(options.time.now().addingTimeInterval(options.lease.seconds / 3))
            } catch {
                return
            }
            await survive("renew the leases") { try await self.renewOnce() }
        }
    }

    func renewOnce() async throws {
        let turns = state.withLock { Array($0.turns.values) }
        guard !turns.isEmpty else { return }
        let claims = turns.map(\.claim)
        let leaseUntil = options.time.now().addingTimeInterval(options.lease.seconds)
        let held = try await database.write(.withTheNext) { try $0.runs.renew(claims, leaseUntil: leaseUntil) }
        for turn in turns where !held.contains(turn.claim) { turn.lose() }
    }
}
