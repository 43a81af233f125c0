import Automations
import Foundation
import Simulation
import Storage
import Testing

/// What Slipway costs beside a cluster with many projects. Started by `Benchmarks/size/run`.
@Suite(.serialized, .enabled(if: SizeReport.isWanted, "Benchmarks/size/run measures"))
struct SizeBenchmark {
    private static let events = 200

    @Test(.timeLimit(.minutes(30)))
    func atSize() async throws {
        let few = try await measure(projects: 100)
        let many = try await measure(projects: SizeReport.projects)
        print(SizeReport(few: few, many: many).text)
        guard ProcessInfo.processInfo.environment["SLIPWAY_BENCHMARK_LIMITS"] == "1" else { return }
        #expect(many.secondsToCurrent < 30, "the state is known over 30 s after the start")
        #expect(many.memory.peak < 300, "memory is over 300 MB")
    }

    private func measure(projects: Int) async throws -> SizeReport.Measured {
        let result = Box<SizeReport.Measured?>(nil)
        try await World.with(Self.options) { world in
            let shop = try await world.createRepository("acme/web-shop")
            try await shop.becomes("active")
            try await shop.isQuiet()
            _ = try await world.terminate()
            await world.cluster.stopControllers()
            let crowd = try await Crowd(of: projects, like: shop)
            await result.set(try await Self.observe(world, shop, crowd))
        }
        return try #require(await result.value)
    }

    private static func observe(
        _ world: World, _ shop: Repository, _ crowd: Crowd
    ) async throws -> SizeReport.Measured {
        let begin = ContinuousClock.now
        try await world.restart()
        let program = try #require(await world.program)
        try await crowd.isKnown()
        let current = ContinuousClock.now - begin
        // What is compared once after the start.
        try await Task.sleep(for: .seconds(10))
        let idle = try await idle(world, program)
        let latencies = try await crowd.latencies(of: events, in: world.cluster)
        let push = try await push(to: shop, program)
        let memory = try #require(ProcessMemory(of: program.processIdentifier))
        #expect(try await world.repairs(of: shop).isEmpty)
        #expect(try await crowd.runs() == 0, "something was put back although nothing was changed")
        return SizeReport.Measured(
            projects: crowd.count, secondsToCurrent: current / .seconds(1), memory: memory,
            idle: idle, latencies: latencies, push: push)
    }

    private static func idle(_ world: World, _ program: Program) async throws -> SizeReport.Cost {
        let before = try await Cost.now(world, program)
        let listed = await world.cluster.requests().count
        try await Task.sleep(for: .seconds(SizeReport.idleSeconds))
        let lists = await world.cluster.requests().dropFirst(listed).count { $0.verb == "list" && $0.name.isEmpty }
        #expect(lists == 0, "objects are listed although nothing happened")
        return try await Cost.now(world, program) - before
    }

    private static func push(to shop: Repository, _ program: Program) async throws -> SizeReport.Cost {
        let before = try await Cost.now(shop.world, program)
        let seen = await shop.cluster.requests().count
        try await shop.push()
        _ = try await eventually("the GitRepositories are annotated") {
            await shop.cluster.requests().dropFirst(seen).count { $0.fieldManager == "slipway-reconcile" } >= 3
                ? true : nil
        }
        // What is said and recorded after it.
        try await Task.sleep(for: .seconds(5))
        return try await Cost.now(shop.world, program) - before
    }

    private typealias Cost = SizeReport.Cost

    private static let options = World.Options.with { options in
        options.github.build = .held
        options.logLevel = "info"
        options.environment["SLIPWAY_PACE"] = "real"
    }

    private actor Box<Value: Sendable> {
        private(set) var value: Value
        init(_ value: Value) { self.value = value }
        func set(_ new: Value) { value = new }
    }
}

/// Many projects that are all like one.
struct Crowd: Sendable {
    let count: Int
    /// Without the one that they are like.
    let copies: [String]
    private let database: Database
    private let expected: [String: Int]

    init(of count: Int, like shop: Repository) async throws {
        self.count = count
        let originals = try await Originals(of: shop)
        copies = (1..<max(count, 2)).map { ProjectID(gitHubHost: "copies", repository: Int64($0)).value }
        try await originals.copy(to: copies, in: shop.world.folder.appending(path: "data"))
        await shop.cluster.copyObjects(holding: shop.project, as: copies)
        database = try await Database.readOnly(at: shop.world.folder.appending(path: "data"))
        // Whatever was under way when the original was left has come to its end since.
        expected = Dictionary(grouping: originals.resources) { "\($0.kind) \(GitOpsResourceRecord.Status.ready)" }
            .mapValues { $0.count * count }
    }

    /// Waits until the state of every object is recorded as it is in the cluster.
    func isKnown() async throws {
        let deadline = ContinuousClock.now + .seconds(600)
        while try await database.read({ try $0.gitopsResources.counts() }).statuses != expected {
            guard ContinuousClock.now < deadline else {
                let counts = try await database.read { try $0.gitopsResources.counts() }
                throw Unexpected("recorded: \(counts); in the cluster: \(expected)")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Runs that something in the cluster gave rise to.
    func runs() async throws -> Int {
        try await database.read { try $0.runs.list(RunFilter(), limit: 1000) }.count {
            $0.automation == "RepairProject"
        }
    }

    /// Seconds from a change in the cluster to the database, shortest first.
    func latencies(of events: Int, in cluster: SimulatedCluster) async throws -> [Double] {
        var latencies: [Double] = []
        for number in 0..<events {
            let project = copies[number * 7919 % copies.count]
            let wanted = number / copies.count % 2 == 0
            let begin = ContinuousClock.now
            try await cluster.apply(
                [
                    "apiVersion": "v1", "kind": "Namespace",
                    "metadata": [
                        "name": .string("project-\(project)-development"),
                        "annotations": ["slipway.dev/paused": .string(wanted ? "true" : "false")],
                    ],
                ], manager: "kubectl-annotate")
            while try await isPaused(project) != wanted {
                guard ContinuousClock.now - begin < .seconds(60) else { throw Unexpected("a pause is not recorded") }
                try await Task.sleep(for: .milliseconds(1))
            }
            latencies.append((ContinuousClock.now - begin) / .seconds(1))
        }
        return latencies.sorted()
    }

    private func isPaused(_ project: String) async throws -> Bool {
        try await database.read { try $0.environments.find(project, .development) }?.paused != nil
    }
}

/// The records of a project.
private struct Originals: Sendable {
    let project: ProjectRecord
    let environments: [EnvironmentRecord]
    let resources: [GitOpsResourceRecord]

    init(of shop: Repository) async throws {
        let database = try await Database.readOnly(at: shop.world.folder.appending(path: "data"))
        (project, environments, resources) = try await database.read { tx in
            guard let project = try tx.projects.find(shop.project) else { throw Unexpected("no project") }
            return (project, try tx.environments.all(of: project.id), try tx.gitopsResources.all(of: project.id))
        }
    }

    /// Stores as many again. What is recorded of their objects is out of date, as after hours of downtime.
    func copy(to copies: [String], in folder: URL) async throws {
        let database = try await Database.open(at: folder)
        try await database.write { tx in
            for (number, id) in copies.enumerated() {
                var copy = project
                copy.id = id
                copy.repository = Int64(900_000_000 + number)
                copy.name = "\(project.name)-\(number)"
                let places = environments.map { environment in
                    var place = environment
                    place.project = id
                    place.namespace = environment.namespace.replacing(project.id, with: id)
                    return place
                }
                try tx.projects.register(copy, environments: places)
            }
            for id in [project.id] + copies {
                for resource in resources {
                    var stale = resource
                    stale.project = id
                    stale.name = resource.name.replacing(project.id, with: id)
                    stale.namespace = resource.namespace.replacing(project.id, with: id)
                    stale.status = .missing
                    try tx.gitopsResources.save(stale)
                }
            }
        }
        try database.close()
    }
}

extension [(kind: GitOpsResourceRecord.Kind, status: GitOpsResourceRecord.Status, count: Int)] {
    fileprivate var statuses: [String: Int] {
        Dictionary(map { ("\($0.kind) \($0.status)", $0.count) }, uniquingKeysWith: +)
    }
}
