import Foundation
import Synchronization

/// How much this machine's clock differs from GitHub's, learned when GitHub refuses what was signed with it, when it
/// tells of a limit that ends at an impossible time, and when there are limits of before a restart to keep.
final class ClockSkew: Sendable {
    /// Differences below this are the network's, in seconds.
    private static let tolerated: TimeInterval = 30

    private let seconds = Mutex<TimeInterval?>(nil)

    /// What to add to this machine's time to get GitHub's.
    var value: TimeInterval { seconds.withLock { $0 ?? 0 } }

    /// Whether GitHub's time was learned.
    var isKnown: Bool { seconds.withLock { $0 != nil } }

    /// - Parameter date: the `Date` header of an answer (RFC 9110, 5.6.7).
    /// - Returns: by how much the value changed.
    @discardableResult
    func learn(from date: String?, now: Date) -> TimeInterval {
        guard let date, let theirs = try? Date(date, strategy: Self.format) else { return 0 }
        let difference = theirs.timeIntervalSince(now)
        return seconds.withLock { seconds in
            let former = seconds ?? 0
            let present = abs(difference) > Self.tolerated ? difference : 0
            seconds = present
            return present - former
        }
    }

    private static let format = Date.ParseStrategy(
        format:
            "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) GMT",
        locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt)
}
