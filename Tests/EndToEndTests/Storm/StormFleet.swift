import Foundation
import Simulation

/// Runs storms side by side.
struct StormFleet: Sendable {
    /// How many at a time.
    var places: Int
    /// Simulated seconds in a second.
    var speed: Double
    /// Only the people, no mishaps.
    var isCalm = false
    /// Whether the log is part of the report of a failure.
    var tellsLog = false
    /// A folder for the reports of failures, with their logs.
    var reports: URL?
    /// After this long no other storm is begun; nil: all are.
    var limit: Duration?

    func run(_ seeds: [UInt64]) async -> StormTable {
        var table = StormTable()
        let began = ContinuousClock.now
        await withTaskGroup(of: StormOutcome.self) { group in
            var waiting = seeds[...]
            for seed in waiting.prefix(places) { group.addTask { await storm(seed) } }
            waiting = waiting.dropFirst(places)
            for await outcome in group {
                table.add(outcome)
                if !outcome.problems.isEmpty { report(outcome) }
                if let limit, began.duration(to: .now) >= limit { continue }
                if let seed = waiting.popFirst() { group.addTask { await storm(seed) } }
            }
        }
        table.took = began.duration(to: .now)
        table.wanted = seeds.count
        return table
    }

    private func report(_ outcome: StormOutcome) {
        print("\(outcome.description(withLog: tellsLog))\n")
        guard let file = reports?.appending(path: "storm-\(outcome.plan.seed).log") else { return }
        try? Data(outcome.description(withLog: true).utf8).write(to: file)
    }

    private func storm(_ seed: UInt64) async -> StormOutcome {
        let plan = isCalm ? StormPlan(seed: seed).calm : StormPlan(seed: seed)
        var outcome = StormOutcome(plan: plan)
        do {
            let world = try await StormWorld(plan, speed: speed)
            let time = Task {
                await world.clock.run {
                    _ = await world.github.now
                    _ = await world.cluster.faultHits()
                }
            }
            do {
                outcome.problems = try await world.run().map(\.description)
            } catch {
                outcome.problems = ["the storm itself failed: \(error)"]
            }
            outcome.injected = await world.injected
            outcome.simulated = await world.elapsed
            if !outcome.problems.isEmpty { outcome.log = world.log.all + (await world.comments) }
            await world.end()
            time.cancel()
            await time.value
        } catch {
            outcome.problems = ["the storm could not begin: \(error)"]
        }
        return outcome
    }
}

/// How one storm went.
struct StormOutcome: Sendable {
    let plan: StormPlan
    var problems: [String] = []
    var injected: [String: Int] = [:]
    var simulated = 0.0
    var log: [String] = []

    func description(withLog: Bool = false) -> String {
        (["\(plan)", "after \(Int(simulated)) s:"] + problems.map { "  \($0)" }
            + (withLog ? ["log:"] + log : ["again: make storm SEED=\(plan.seed)"])).joined(separator: "\n")
    }
}

/// All of them together.
struct StormTable: Sendable, CustomStringConvertible {
    private(set) var failures: [StormOutcome] = []
    private(set) var seeds = 0
    private var injected: [String: Int] = [:]
    private var simulated = 0.0
    var took = Duration.zero
    /// How many seeds there were to be.
    var wanted = 0

    private static let kinds = Mishap.allCases.map(\.rawValue) + Deed.kinds

    mutating func add(_ outcome: StormOutcome) {
        seeds += 1
        simulated += outcome.simulated
        injected.merge(outcome.injected) { $0 + $1 }
        if !outcome.problems.isEmpty { failures.append(outcome) }
    }

    /// Kinds that no seed brought.
    var missing: [String] { Self.kinds.filter { injected[$0, default: 0] == 0 } }

    var description: String {
        let lines = Self.kinds.map { kind in
            let number = String(injected[kind, default: 0])
            return String(repeating: " ", count: max(0, 8 - number.count)) + number + "  " + kind
        }
        let hours = String((simulated / 360).rounded() / 10)
        return """

            \(seeds < wanted ? "\(seeds) of \(wanted)" : "\(seeds)") seeds, \(hours) simulated hours in \(took.components.seconds) s
            \(lines.joined(separator: "\n"))
            \(injected.values.reduce(0, +)) faults in all, \(failures.count) seeds with violations
            """
    }
}
