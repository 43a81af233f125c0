import Foundation
import Storage
import Synchronization

@testable import RunEngine

/// A database, a clock that stands still, and engines upon them.
final class Harness: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "slipway-\(UUID().uuidString)")
    let database: Database
    let time = ManualTime()
    let tokens = Atomic<Int>(0)

    init() async throws {
        database = try await Database.open(at: folder)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func engine(
        _ automations: [any Automation], workers: Int = 4, owner: String = "one",
        observer: any RunObserver = SilentObserver()
    ) -> RunEngine {
        let chance = Chance(
            fraction: { 0 }, token: { "token-\(self.tokens.add(1, ordering: .relaxed).newValue)" })
        let options = RunEngineOptions(workers: workers, owner: owner, time: time.source, chance: chance)
        return RunEngine(
            database: database, automations: automations, options: options, observer: observer)
    }

    /// Runs an engine while `body` runs, then cancels it.
    @discardableResult
    func running<T: Sendable>(
        _ engine: RunEngine, _ body: @Sendable () async throws -> T
    ) async throws -> T {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.run() }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    @discardableResult
    func enqueue(_ key: String, project: String = "shop", automation: String = "Scripted") async throws -> Int64 {
        let new = try NewRun(automation: automation, key: key, project: project, input: ["key": key])
        let now = time.now
        guard let run = try await database.write({ try $0.runs.enqueue(new, at: now).run }) else {
            throw CancellationError()
        }
        return run.id
    }

    func find(_ run: Int64) async throws -> RunRecord {
        guard let found = try await database.read({ try $0.runs.find(run) }) else { throw CancellationError() }
        return found
    }

    func steps(_ run: Int64) async throws -> [String: StepRecord] {
        let steps = try await database.read { try $0.runs.steps(of: run) }
        return Dictionary(uniqueKeysWithValues: steps.map { ($0.name, $0) })
    }

    /// Returns once the run satisfies the condition; the test's time limit is the deadline.
    @discardableResult
    func until(_ run: Int64, _ condition: @Sendable (RunRecord) -> Bool) async throws -> RunRecord {
        for await _ in database.changes(in: .runs) {
            let found = try await find(run)
            if condition(found) { return found }
        }
        throw CancellationError()
    }

    @discardableResult
    func until(_ run: Int64, is state: RunState) async throws -> RunRecord {
        try await until(run) { $0.state == state }
    }
}

/// An automation made of closures.
struct Scripted: Automation {
    var name = "Scripted"
    var onFailure: (@Sendable (UserError, RunContext) async throws -> Void)?
    var body: @Sendable (RunContext) async throws -> Void

    init(
        _ name: String = "Scripted", onFailure: (@Sendable (UserError, RunContext) async throws -> Void)? = nil,
        body: @escaping @Sendable (RunContext) async throws -> Void
    ) {
        self.name = name
        self.onFailure = onFailure
        self.body = body
    }

    func run(_ context: RunContext) async throws -> RunOutcome {
        try await body(context)
        return .done("done")
    }

    func failed(_ error: UserError, _ context: RunContext) async throws {
        try await onFailure?(error, context)
    }
}

/// What happened, in order.
final class Diary: Sendable {
    private let state = Mutex<[String]>([])
    var lines: [String] { state.withLock { $0 } }
    func write(_ line: String) { state.withLock { $0.append(line) } }
    func count(_ line: String) -> Int { lines.count { $0 == line } }
}

/// Lets a step wait for the test.
final class Latch: Sendable {
    private let entered = Bell()
    private let opened = Bell()

    /// Called by the step: says that it is there and waits until the latch is opened.
    func pass() async {
        entered.ring()
        await opened.wait()
    }

    func isEntered() async { await entered.wait() }
    func open() { opened.ring() }
}

struct Flaky: RetryAdvising, UserExplaining {
    var advice: RetryAdvice = .retry()
    var userError: UserError { UserError(what: "GitHub answered 502.", code: "server") }
}
