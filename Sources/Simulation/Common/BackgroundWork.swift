/// The tasks a simulator runs beside answering requests. All end when it stops.
final class BackgroundWork: Sendable {
    typealias Operation = @Sendable () async -> Void

    private let operations: AsyncStream<Operation>.Continuation
    private let running: Task<Void, Never>

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Operation.self)
        operations = continuation
        running = Task {
            await withDiscardingTaskGroup { group in
                for await operation in stream { group.addTask(operation: operation) }
                group.cancelAll()
            }
        }
    }

    /// Runs the operation beside the others.
    func add(_ operation: @escaping Operation) { operations.yield(operation) }

    /// Cancels what runs and waits for it to end.
    func stop() async {
        operations.finish()
        running.cancel()
        await running.value
    }

    deinit { running.cancel() }
}
