import ServiceLifecycle

/// Signals that something may have to be done: after changes, after a time without any (other processes write too), and
/// when somebody asks. Signals that come while nobody listens are one.
struct Beat: Sendable {
    private let signals: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let interval: Duration
    private let clock: any Clock<Duration>

    init(every interval: Duration, clock: any Clock<Duration> = ContinuousClock()) {
        self.interval = interval
        self.clock = clock
        (signals, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Asks for one more round.
    func now() {
        continuation.yield()
    }

    /// Runs `work` at every signal until the service shuts down; a round that runs then is finished first.
    ///
    /// - Parameter work: must not throw and should look at everything there is to do.
    func run(on changes: AsyncStream<Void>? = nil, work: @Sendable () async -> Void) async {
        await withSignals(on: changes) { signals in
            for await _ in signals { await work() }
        }
    }

    /// Gives `body` the signals, which end when the service shuts down.
    func withSignals(on changes: AsyncStream<Void>?, _ body: (AsyncStream<Void>) async -> Void) async {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                if let changes {
                    group.addTask { for await _ in changes { continuation.yield() } }
                }
                group.addTask {
                    while (try? await clock.sleep(for: interval)) != nil { continuation.yield() }
                }
                continuation.yield()
                await body(signals)
                group.cancelAll()
            }
        } onGracefulShutdown: {
            continuation.finish()
        }
    }
}
