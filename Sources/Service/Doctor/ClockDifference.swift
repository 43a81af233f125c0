import Foundation

/// How much this machine's clock is ahead of another one, to a second or so.
struct ClockDifference: Sendable {
    /// Positive: this machine is ahead.
    let seconds: TimeInterval

    init(seconds: TimeInterval) {
        self.seconds = seconds
    }

    /// - Parameter header: asks for the `Date` header of an answer.
    /// - Throws: what `header` throws, or ``Unchecked`` when it is missing or no date.
    init(now: () -> Date, header: () async throws -> String?) async throws {
        let before = now()
        let header = try await header()
        let after = now()
        guard let theirs = header.flatMap(HTTPDate.date) else { throw Unchecked("its answers have no date.") }
        let middle = before.addingTimeInterval(after.timeIntervalSince(before) / 2)
        // The header has whole seconds: on average it is half a second old.
        self.init(seconds: middle.timeIntervalSince(theirs.addingTimeInterval(0.5)))
    }

    /// Below this the network can be the reason.
    private static let tolerated: TimeInterval = 30
    /// From here on certificates and tokens that are good look expired, or not yet valid.
    private static let dangerous: TimeInterval = 300

    func finding(of other: String) -> Finding {
        let size = abs(seconds)
        guard size > Self.tolerated else { return .ok("This machine's clock agrees with \(other)'s.") }
        let sentence = "This machine's clock is \(Self.text(size)) \(seconds > 0 ? "ahead of" : "behind") \(other)'s."
        let remedy = "sudo timedatectl set-ntp true   (or: sudo chronyc makestep)"
        return size > Self.dangerous ? .failure(sentence, remedy) : .warning(sentence, remedy)
    }

    static func text(_ seconds: TimeInterval) -> String {
        let whole = Int(seconds.rounded())
        switch whole {
        case ..<120: return "\(whole) s"
        case ..<7200: return "\(whole / 60) min"
        case ..<172_800: return "\(whole / 3600) h"
        default: return "\(whole / 86_400) days"
        }
    }
}
