import Foundation
import Synchronization

/// What Slipway needs to do its work, and whether each of it can be had right now.
public final class HealthBoard: Sendable {
    public enum Component: String, Sendable, CaseIterable, Codable {
        case database, github, cluster, registry
        case deliverySweep, repositorySweep
        /// Whether an installation of the App is suspended: that of one owner keeps no other from being served.
        case installations
        /// Whether the registries of some owners take their logins; the same goes for those.
        case registries

        /// Whether Slipway is ready without it. A sweep that fails must not keep deliveries away that do arrive.
        var isAdvisory: Bool { [.deliverySweep, .repositorySweep, .installations, .registries].contains(self) }
    }

    public struct Health: Sendable, Equatable {
        public var isHealthy: Bool
        /// Why not; nil when healthy.
        public var reason: String?
        /// Since when it has been like this.
        public var since: Date
    }

    private let states: Mutex<[Component: Health]>

    /// - Parameter components: those that will be checked; until then they count as not ready.
    public init(_ components: [Component], now: Date) {
        let unchecked = Health(isHealthy: false, reason: "not checked yet", since: now)
        states = Mutex(Dictionary(uniqueKeysWithValues: components.map { ($0, unchecked) }))
    }

    public var all: [Component: Health] { states.withLock { $0 } }

    public var isReady: Bool { all.allSatisfy { $0.key.isAdvisory || $0.value.isHealthy } }

    /// Records a check. Returns true when the state changed, so that it is logged once and not every time.
    @discardableResult
    public func report(_ component: Component, failure reason: String?, at now: Date) -> Bool {
        states.withLock { states in
            let known = states[component]
            guard known?.isHealthy != (reason == nil) || known?.reason != reason else { return false }
            let since = known?.isHealthy == (reason == nil) ? known?.since ?? now : now
            states[component] = Health(isHealthy: reason == nil, reason: reason, since: since)
            return true
        }
    }
}
