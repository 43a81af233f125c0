import Foundation
import KubernetesAPI
import Storage

/// This machine's clock, compared with those of others and with what was recorded.
struct ClockExamination: Examination {
    let cluster: ClusterFacts
    let database: DatabaseExamination
    let now: @Sendable () -> Date

    var area: Check.Area { .clock }

    var probes: [Probe] {
        [
            Probe("cluster") {
                let client = try await cluster.connected()
                let difference = try await ClockDifference(now: now) {
                    do {
                        return try await client.dateHeader()
                    } catch {
                        throw Unchecked("the cluster does not take the credential.")
                    }
                }
                return difference.finding(of: "the cluster")
            },
            Probe("records") { try await records() },
        ]
    }

    /// Records of a time that is yet to come were made when this machine's clock was ahead.
    private func records() async throws -> Finding {
        guard Database.exists(in: database.folder) else { throw Unchecked("there is no database yet.") }
        let inspection = try await database.inspection.value(else: "the database cannot be read.")
        guard let newest = inspection.newestDelivery else { return .ok("Nothing is recorded yet.") }
        let ahead = newest.timeIntervalSince(now())
        guard ahead > 60 else { return .ok("Nothing that is recorded lies in the future.") }
        return .warning(
            "The newest delivery was recorded \(ClockDifference.text(ahead)) in the future: the clock was put back, or is "
                + "behind.",
            "sudo timedatectl set-ntp true   (Slipway puts its records right at the next start)")
    }
}
