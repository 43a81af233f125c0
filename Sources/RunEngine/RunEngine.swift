import Foundation
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Executes runs: one at a time per project, projects side by side, from a journal that survives the process.
///
/// Runs are enqueued through ``Storage``; the engine notices by itself.
public final class RunEngine: Service {
    struct State {
        var turns: [Int64: Turn] = [:]
        var isStopping = false
    }

    let database: Database
    let automations: [String: any Automation]
    let options: RunEngineOptions
    let observer: any RunObserver
    let logger: Logger
    let state = Mutex(State())
    /// Rings when there may be something to claim.
    let bell = Bell()

    public init(
        database: Database, automations: [any Automation], options: RunEngineOptions = RunEngineOptions(),
        observer: any RunObserver = SilentObserver(), logger: Logger = Logger(label: "slipway.runs")
    ) {
        self.database = database
        self.automations = Dictionary(automations.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.options = options
        self.observer = observer
        self.logger = logger
    }

    /// Executes runs until the service shuts down. Only one engine may run on a database.
    ///
    /// At a graceful shutdown the steps that are executing finish and nothing new begins; what has not finished goes
    /// on after the next start. Cancelling the task cancels the steps as well.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await serve()
        } onGracefulShutdown: {
            self.stop()
        }
    }

    /// Makes the waiting runs that listen to one of the keys due at once.
    public func wake(_ keys: Set<String>) async throws {
        let now = options.time.now()
        let listening = try await database.read { try $0.runs.hasListeners(keys) }
        guard listening else { return }
        try await database.write(.withTheNext) { try $0.runs.wake(keys, at: now) }
        nudge()
    }

    public func wake(_ key: String) async throws {
        try await wake([key])
    }

    /// Makes the engine look for due runs now. Not needed after writes of this process.
    public func nudge() {
        bell.ring()
    }

    /// How many runs are executing.
    public var executing: Int {
        state.withLock { $0.turns.count }
    }

    /// Begins a graceful shutdown.
    func stop() {
        let turns = state.withLock { state in
            state.isStopping = true
            return Array(state.turns.values)
        }
        for turn in turns { turn.stop() }
        bell.ring()
    }
}

/// Observes nothing.
public struct SilentObserver: RunObserver {
    public init() {}
}
