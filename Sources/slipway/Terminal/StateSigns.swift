import Automations

/// The sign and the word of a stored state.
enum StateSigns {
    static func sign(_ state: String) -> StateSign {
        switch state {
        case "active", "ready", "done": .ready
        case "degraded": .degraded
        case "failed", "missing", "undecodable", "cancelled": .failed
        case "working", "settingUp", "running": .working
        case "paused", "suspended", "ignored", "superseded", "skipped": .paused
        case "archived": .archived
        default: .waiting
        }
    }

    static func text(_ state: String) -> String {
        "\(sign(state).rawValue) \(state == "settingUp" ? "setting up" : state)"
    }
}
