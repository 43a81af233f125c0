import Storage

extension RunContext {
    /// Executes a branch for every item side by side; each has its own context and its own step names.
    ///
    /// A branch that fails or waits does not stop the others. When all have settled and one waits, the run gives its
    /// turn back; the branches that finished are not executed again.
    /// - Returns: what became of each item, in their order.
    public func parallel<Item: Sendable, T: Sendable>(
        over items: [Item], named: (Item) -> String,
        _ body: @escaping @Sendable (_ item: Item, _ context: RunContext) async throws -> T
    ) async throws -> [Result<T, UserError>] {
        try mayBeginBranches()
        let ends = await withTaskGroup(of: (Int, BranchEnd<T>).self) { group in
            for (index, item) in items.enumerated() {
                let context = RunContext(
                    turn: turn, branch: Branch(from: branch.lastStep), prefix: "\(prefix)\(named(item))/")
                group.addTask { (index, await context.settle { try await body(item, context) }) }
            }
            var ends: [Int: BranchEnd<T>] = [:]
            for await (index, end) in group { ends[index] = end }
            return items.indices.compactMap { ends[$0] }
        }
        return try merge(ends)
    }

    /// Branches for the cases of an enumeration with names, such as the environments.
    public func parallel<Item: Sendable & RawRepresentable<String>, T: Sendable>(
        over items: [Item], _ body: @escaping @Sendable (_ item: Item, _ context: RunContext) async throws -> T
    ) async throws -> [Result<T, UserError>] {
        try await parallel(over: items, named: \.rawValue, body)
    }

    func mayBeginBranches() throws {
        if let suspension = branch.suspension { throw Interruption.suspended(suspension) }
    }

    /// Executes a branch in its own context.
    func settle<T: Sendable>(_ body: () async throws -> T) async -> BranchEnd<T> {
        do {
            let value = try await body()
            return branch.suspension.map(BranchEnd.suspended) ?? .settled(.success(value))
        } catch {
            if error.isAboutTheTurn, branch.suspension == nil { return .aborted(error) }
            if let suspension = branch.suspension { return .suspended(suspension) }
            if Task.isCancelled { return .aborted(Interruption.stopped) }
            return .settled(.failure(UserError(error, in: prefix.isEmpty ? run.automation : String(prefix.dropLast()))))
        }
    }

    private func merge<T: Sendable>(_ ends: [BranchEnd<T>]) throws -> [Result<T, UserError>] {
        for case .aborted(let error) in ends { throw error }
        let suspensions = ends.compactMap { end in if case .suspended(let why) = end { why } else { nil } }
        if let first = suspensions.first {
            throw suspend(suspensions.dropFirst().reduce(first) { $0.merged(with: $1) })
        }
        return ends.compactMap { end in if case .settled(let result) = end { result } else { nil } }
    }
}

/// How a branch of a turn ended.
enum BranchEnd<T: Sendable>: Sendable {
    case settled(Result<T, UserError>)
    case suspended(Suspension)
    case aborted(any Error)
}
