import Storage

/// Which limits an environment has and should have. What only other projects' limits ask for is not lacking in it, and
/// neither is what nobody has applied to it yet.
public struct LimitsOfDrift: Sendable {
    private let settings: Settings
    private let all: Limits

    public init(_ settings: Settings) {
        self.settings = settings
        all = Limits.union(settings.allLimits)
    }

    /// What is left of drifts that were found.
    public func relevant(_ drifts: [Drift], _ project: ProjectRecord, _ environment: EnvironmentRecord) -> [Drift] {
        guard drifts.contains(where: \.mayBeOfLimits), let identity = ProjectIdentity(project) else { return drifts }
        let (applied, desired) = (Limits(applied: environment.limits), settings.limits(of: identity))
        return drifts.compactMap { drift in
            guard drift.mayBeOfLimits, case .changed(let paths, let manager) = drift.kind else { return drift }
            let left = paths.filter { applied.states($0, among: all) && desired.states($0, among: all) }
            guard !left.isEmpty else { return nil }
            var drift = drift
            drift.kind = .changed(left, by: manager)
            return drift
        }
    }
}

extension Drift {
    fileprivate var mayBeOfLimits: Bool { object == .quota || object == .namespace }
}
