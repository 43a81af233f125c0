import Foundation
import Simulation
import Storage

extension Evidence {
    /// I1: GitHub heard 2xx, and the log does not have it.
    func lostDeliveries() -> [String] {
        let known = Set(records.deliveries.map(\.guid))
        let accepted = Set(deliveries.filter { $0.status == "OK" }.map(\.guid))
        return accepted.subtracting(known).sorted().map { "delivery \($0) was answered 2xx and is not in the log" }
    }

    /// I2: deliveries and runs that have not ended, or ended without a word.
    func undecided(isSettled: Bool) -> [String] {
        records.deliveries.compactMap { delivery in
            let reason = delivery.reason ?? ""
            switch delivery.status {
            case .queued: return isSettled ? "delivery \(delivery.guid) (\(delivery.event)) is still queued" : nil
            case .done: return nil
            case .ignored, .failed, .undecodable:
                return reason.isEmpty ? "delivery \(delivery.guid) is \(delivery.status) without a reason" : nil
            }
        } + records.runs.compactMap { unfinished($0, isSettled: isSettled) }
    }

    private func unfinished(_ run: RunRecord, isSettled: Bool) -> String? {
        guard run.state.isFinished else {
            guard isSettled else { return nil }
            return "run \(run.key) is \(run.state), waits for \(run.waitsFor ?? "nothing") until \(run.due)"
        }
        return run.outcome?.isEmpty == false ? nil : "run \(run.key) is \(run.state) without a word why"
    }
}
