import Storage

extension RunContext {
    /// Executes `body` and, side by side with it, what need not wait for it. Both have the step names of this context,
    /// so that they must differ.
    ///
    /// When `body` fails for good that is thrown once both have come to rest, whatever `companion` waits for. When one of
    /// them waits, the run gives its turn back; what has finished is not executed again.
    /// - Parameter companion: gets the milestone that is reached when `body` has returned.
    /// - Returns: what `body` returned, and what became of the companion.
    public func run<T: Sendable, Companion: Sendable>(
        _ body: (RunContext) async throws -> T,
        beside companion: @escaping @Sendable (RunContext, Milestone) async throws -> Companion
    ) async throws -> (T, Result<Companion, UserError>) {
        try mayBeginBranches()
        let milestone = Milestone()
        let (context, other) = (parted(), parted())
        async let companionEnd = other.settle { try await companion(other, milestone) }
        let end = await context.settle { try await body(context) }
        milestone.settle(isReached: end.isSuccess)
        return try merge(end, await companionEnd)
    }

    private func parted() -> RunContext {
        RunContext(turn: turn, branch: Branch(from: branch.lastStep), prefix: prefix)
    }

    private func merge<T: Sendable, Companion: Sendable>(
        _ end: BranchEnd<T>, _ companion: BranchEnd<Companion>
    ) throws -> (T, Result<Companion, UserError>) {
        switch (end, companion) {
        case (.aborted(let error), _): throw error
        case (.settled(.failure(let error)), _): throw error
        case (.suspended(let mine), .suspended(let other)): throw suspend(mine.merged(with: other))
        case (.suspended(let mine), _): throw suspend(mine)
        case (_, .aborted(let error)): throw error
        case (_, .suspended(let other)): throw suspend(other)
        case (.settled(.success(let value)), .settled(let other)): return (value, other)
        }
    }
}

extension BranchEnd {
    fileprivate var isSuccess: Bool {
        if case .settled(.success) = self { true } else { false }
    }
}
