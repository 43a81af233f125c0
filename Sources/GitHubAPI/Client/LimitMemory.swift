import Foundation

/// Keeps until when GitHub asked to wait, so that a restart does not forget it.
public struct LimitMemory: Sendable {
    /// By account, in GitHub's time, as of the start.
    public var known: [String: Date]
    /// Is told whenever GitHub asks for it; in GitHub's time, because the next start may be with another clock.
    public var remember: @Sendable (_ account: String, _ until: Date) async -> Void

    public init(
        known: [String: Date] = [:], remember: @escaping @Sendable (String, Date) async -> Void = { _, _ in }
    ) {
        self.known = known
        self.remember = remember
    }
}
