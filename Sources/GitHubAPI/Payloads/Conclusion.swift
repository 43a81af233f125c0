/// How a workflow run, job or step ended.
public enum Conclusion: Sendable, Hashable {
    case success, failure, neutral, cancelled, skipped, timedOut, actionRequired, stale, startupFailure
    /// A word GitHub has added since.
    case other(String)

    /// GitHub's word.
    public var word: String {
        switch self {
        case .success: "success"
        case .failure: "failure"
        case .neutral: "neutral"
        case .cancelled: "cancelled"
        case .skipped: "skipped"
        case .timedOut: "timed_out"
        case .actionRequired: "action_required"
        case .stale: "stale"
        case .startupFailure: "startup_failure"
        case .other(let word): word
        }
    }

    public init(word: String) {
        let known: [Conclusion] = [
            .success, .failure, .neutral, .cancelled, .skipped, .timedOut, .actionRequired, .stale, .startupFailure,
        ]
        self = known.first { $0.word == word } ?? .other(word)
    }
}

extension Conclusion: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(word: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(word)
    }
}
