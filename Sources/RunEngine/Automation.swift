/// What Slipway does in answer to an event or the clock.
///
/// ``run(_:)`` is started again from the top whenever the run gets a turn. Everything that has an effect or reads the
/// world stands in a step of the context, so that it returns what it returned before.
public protocol Automation: Sendable {
    /// Stored with every run; must never change once runs exist.
    var name: String { get }

    /// Catch ``UserError`` where a failed step is not the end; let every other error pass.
    func run(_ context: RunContext) async throws -> RunOutcome

    /// Called when the run has failed for good, before it is recorded as failed: the place to tell the commit. May use
    /// steps; they have names of their own. What it throws is logged and changes nothing.
    func failed(_ error: UserError, _ context: RunContext) async throws
}

extension Automation {
    public func failed(_ error: UserError, _ context: RunContext) async throws {}
}

/// How a run ended well, with a sentence for the list of runs.
public enum RunOutcome: Sendable, Equatable {
    case done(String)
    /// Something newer made it pointless.
    case superseded(String)
}
