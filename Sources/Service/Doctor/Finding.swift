/// What came of a look at something.
public struct Finding: Sendable, Hashable {
    /// How good it is; the later the worse, but for ``unchecked``, which says nothing.
    public enum Verdict: String, Sendable, Hashable, CaseIterable, Codable {
        /// Not looked at, because something that is reported elsewhere stands in the way.
        case unchecked
        case ok
        /// Slipway works, but less well, or not for long.
        case warning
        /// Slipway cannot do (part of) its work.
        case failure
    }

    public let verdict: Verdict
    /// What was seen, in one line.
    public let sentence: String
    /// The command or the click that mends it.
    public let remedy: String?

    static func ok(_ sentence: String) -> Finding {
        Finding(verdict: .ok, sentence: sentence, remedy: nil)
    }

    static func warning(_ sentence: String, _ remedy: String) -> Finding {
        Finding(verdict: .warning, sentence: sentence, remedy: remedy)
    }

    static func failure(_ sentence: String, _ remedy: String) -> Finding {
        Finding(verdict: .failure, sentence: sentence, remedy: remedy)
    }

    static func unchecked(_ reason: String) -> Finding {
        Finding(verdict: .unchecked, sentence: "Not checked: \(reason)", remedy: nil)
    }
}

/// Thrown by a look that makes no sense, because something else is missing that has a line of its own.
struct Unchecked: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
