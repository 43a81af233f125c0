import Foundation
import Simulation

extension Evidence {
    /// I10: calls to GitHub while it had asked to wait. A secondary limit without `Retry-After` asks for a minute.
    func impatience() -> [String] {
        var held: [String: (until: Date, since: Date, why: RecordedRequest)] = [:]
        var found: [String] = []
        let calls = requests.filter { $0.isOfSlipway && $0.route != nil && $0.route != "/rate_limit" && !$0.isUnread }
        // In the order of what was known: a refusal counts from its end.
        let moments = calls.flatMap {
            [(time: $0.time, isEnd: false, call: $0), (time: $0.ended, isEnd: true, call: $0)]
        }
        .sorted { ($0.time, $0.isEnd ? 1 : 0) < ($1.time, $1.isEnd ? 1 : 0) }
        for moment in moments {
            let call = moment.call
            if moment.isEnd {
                guard let until = call.refusedUntil, until > held[call.account]?.until ?? .distantPast,
                    !deaths.contains(where: { $0.contains(call.ended) })
                else { continue }
                held[call.account] = (until, call.ended, call)
            } else if let hold = held[call.account], call.time < hold.until.addingTimeInterval(-1),
                call.time > hold.since.addingTimeInterval(onTheWay)
            {
                let early = hold.until.timeIntervalSince(call.time)
                found.append(
                    "\(call.method) \(call.path) (request \(call.number)) \(Int(early)) s too early for \(call.account): "
                        + "request \(hold.why.number) was answered \(hold.why.status ?? 0) with \(hold.why.limits)")
            }
        }
        return found
    }
}

extension RecordedRequest {
    /// Whether the answer came when Slipway had long given the call up: what it said nobody knows.
    fileprivate var isUnread: Bool { ended.timeIntervalSince(time) > Self.longestCall }

    /// Seconds Slipway waits for an answer of GitHub, as `GitHubClient.Configuration` has it.
    private static var longestCall: TimeInterval { 30 }

    /// Until when GitHub asked to wait, if it refused for the limit's sake.
    fileprivate var refusedUntil: Date? {
        guard status == 403 || status == 429 else { return nil }
        let named = Dictionary(limits.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
        if let seconds = named["retry-after"].flatMap(Double.init) { return ended.addingTimeInterval(seconds) }
        if named["x-ratelimit-remaining"] == "0", let reset = named["x-ratelimit-reset"].flatMap(Double.init) {
            return Date(timeIntervalSince1970: reset)
        }
        let isSecondary = limits["message"]?.lowercased().contains("rate limit") ?? false
        return status == 429 || isSecondary ? ended.addingTimeInterval(60) : nil
    }
}
