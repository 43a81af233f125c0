/// The sign of a state, the same in comments, statuses, the command line and everywhere else.
public enum StateSign: String, Sendable, Hashable, Codable, CaseIterable {
    case waiting = "⏳"
    case working = "🔄"
    case ready = "✅"
    case degraded = "⚠️"
    case failed = "❌"
    case paused = "⏸"
    case archived = "📦"
}
