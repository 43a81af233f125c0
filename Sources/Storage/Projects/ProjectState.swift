/// Where a project is in its life.
public enum ProjectState: String, Codable, Sendable, CaseIterable {
    case settingUp, active, degraded, failed, archived

    /// Whether a project may go from this state to `next`. Staying is always allowed.
    public func canBecome(_ next: ProjectState) -> Bool {
        switch (self, next) {
        case (.failed, .active), (.failed, .degraded): false
        default: true
        }
    }
}
