import Foundation

/// How much each credential has used.
struct RateLimits: Sendable {
    struct Window: Sendable {
        var limit: Int
        var used = 0
        let reset: Date
        var remaining: Int { max(0, limit - used) }
    }

    private var windows: [String: Window] = [:]
    private var content: [String: [Date]] = [:]

    /// The window that holds now; a new one of an hour if the last is over.
    mutating func window(_ key: String, limit: Int, now: Date) -> Window {
        if let window = windows[key], window.reset > now { return window }
        let window = Window(limit: limit, reset: now.addingTimeInterval(3600))
        windows[key] = window
        return window
    }

    /// Counts a request; says whether it is within the limit.
    mutating func use(_ key: String, limit: Int, now: Date) -> Bool {
        var window = window(key, limit: limit, now: now)
        defer { windows[key] = window }
        guard window.remaining > 0 else { return false }
        window.used += 1
        return true
    }

    /// Uses up the window, until `reset`.
    mutating func exhaust(_ key: String, limit: Int, reset: Date) {
        windows[key] = Window(limit: limit, used: limit, reset: reset)
    }

    /// Counts a content-creating request; says whether it is within what a minute allows.
    mutating func createContent(_ key: String, perMinute: Int, now: Date) -> Bool {
        let recent = (content[key] ?? []).filter { $0 > now.addingTimeInterval(-60) }
        guard recent.count < perMinute else { return false }
        content[key] = recent + [now]
        return true
    }
}
