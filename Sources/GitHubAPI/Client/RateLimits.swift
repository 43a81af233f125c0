import Foundation

/// Until when GitHub must not be called, per account whose requests GitHub counts.
///
/// Rules: a spent primary limit ends at `x-ratelimit-reset`; a secondary one after `retry-after` seconds, else after a
/// minute that doubles each time (docs.github.com, "Rate limits for the REST API").
actor RateLimits {
    private struct Account {
        var notBefore = Date.distantPast
        var secondaryInARow = 0
    }

    /// Seconds in which GitHub counts requests.
    private static let window: TimeInterval = 3_600
    /// Longer waits come from a clock or a proxy that is wrong.
    private static let longest = window + 60

    private var accounts: [String: Account] = [:]

    /// - Parameter known: until when accounts had to wait before a restart.
    init(_ known: [String: Date] = [:]) {
        accounts = known.mapValues { Account(notBefore: $0) }
    }

    /// Until when `key` must wait, or `nil`.
    func wait(for key: String, now: Date) -> Date? {
        accounts[key].flatMap { $0.notBefore > now ? $0.notBefore : nil }
    }

    /// GitHub's time turned out to be another one than that which the waits were noted by.
    /// - Returns: until when accounts must wait.
    func shift(by seconds: TimeInterval) -> [String: Date] {
        accounts = accounts.mapValues { account in
            var account = account
            account.notBefore += seconds
            return account
        }
        return accounts.mapValues(\.notBefore)
    }

    /// Takes note of an answer. Returns until when to wait if the answer was a refusal for the limit's sake.
    func note(_ response: APIResponse, message: String?, for key: String, now: Date) -> Date? {
        let isSpent =
            response.number("x-ratelimit-remaining") == 0
            && response.header("x-ratelimit-resource").map { $0 == "core" } ?? true
        let reset = response.number("x-ratelimit-reset").map { Date(timeIntervalSince1970: TimeInterval($0)) }
        guard Self.isRefusal(response, message: message) else {
            if response.isSuccess { accounts[key]?.secondaryInARow = 0 }
            if isSpent, let reset { hold(key, until: reset, now: now) }
            return nil
        }
        if let seconds = response.number("retry-after") {
            return hold(key, until: now.addingTimeInterval(TimeInterval(max(seconds, 1))), now: now)
        }
        if response.number("x-ratelimit-remaining") == 0, let reset {
            return hold(key, until: max(reset, now.addingTimeInterval(1)), now: now)
        }
        let earlier = accounts[key, default: Account()].secondaryInARow
        accounts[key, default: Account()].secondaryInARow = earlier + 1
        return hold(key, until: now.addingTimeInterval(60 * pow(2, Double(min(earlier, 5)))), now: now)
    }

    @discardableResult
    private func hold(_ key: String, until date: Date, now: Date) -> Date {
        let bounded = min(date, now.addingTimeInterval(Self.longest))
        let latest = max(bounded, accounts[key]?.notBefore ?? .distantPast)
        accounts[key, default: Account()].notBefore = latest
        return latest
    }

    /// Whether a limit ends at a time at which none of GitHub's can: one of the clocks is wrong.
    static func contradicts(_ response: APIResponse, now: Date) -> Bool {
        guard response.status == 403 || response.status == 429, response.header("retry-after") == nil,
            response.number("x-ratelimit-remaining") == 0, let reset = response.number("x-ratelimit-reset")
        else { return false }
        return !(-30...window).contains(TimeInterval(reset) - now.timeIntervalSince1970)
    }

    private static func isRefusal(_ response: APIResponse, message: String?) -> Bool {
        guard response.status == 403 || response.status == 429 else { return false }
        if response.status == 429 || response.header("retry-after") != nil { return true }
        if response.number("x-ratelimit-remaining") == 0 { return true }
        let text = message?.lowercased() ?? ""
        return text.contains("rate limit") || text.contains("abuse detection")
    }
}
