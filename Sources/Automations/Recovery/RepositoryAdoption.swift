import Foundation
import GitHubAPI

/// Which repositories the sweep sets up although no delivery told of them. Pure.
///
/// Only those that Slipway would have heard of: a rule covers them, no sweep saw them before, and they were not there long
/// before Slipway was. A rule that comes later does not reach back to repositories that were seen without it.
public struct RepositoryAdoption: Sendable, Equatable {
    public enum Reach: String, Sendable, Hashable, CaseIterable {
        /// Repositories created since Slipway came, or in the three days before, whose deliveries GitHub still has.
        case new
        /// Every repository that a rule covers.
        case all
    }

    public var reach: Reach
    /// When this Slipway first looked.
    public var began: Date

    static let before: TimeInterval = 3 * 86_400

    public init(reach: Reach, began: Date) {
        self.reach = reach
        self.began = began
    }

    /// Whether to decide about a repository at all.
    public func concerns(_ repository: Int64, known: Set<Int64>, seen: Set<Int64>) -> Bool {
        !known.contains(repository) && (reach == .all || !seen.contains(repository))
    }

    /// Why one that no project stands for is left alone; nil when it is to be set up.
    public func reasonAgainst(_ listed: ListedRepository, routing: Routing) -> String? {
        if let reason = routing.reasonAgainst(listed.repository) { return reason }
        guard reach == .new, listed.createdAt < began.addingTimeInterval(-Self.before) else { return nil }
        return "older than Slipway; it is set up at its next push"
    }
}
