import Foundation
import Simulation
import Testing

/// How long it takes from a delivery's arrival to what it is for. Started by `Benchmarks/latency/run`.
@Suite(.serialized, .enabled(if: LatencyReport.isWanted, "Benchmarks/latency/run measures"))
struct LatencyBenchmark {
    private static let far = CallSequence.Latencies(gitHub: .milliseconds(50), cluster: .milliseconds(20))
    /// A debug build is measured for comparison; the limits are for what is installed.
    private static let hasLimits = ProcessInfo.processInfo.environment["SLIPWAY_BENCHMARK_LIMITS"] == "1"

    @Test func fromAPushToTheAnnotations() async throws {
        let report = try await reportPushes(
            300, .init(), "From a push's delivery to the annotations on all 3 GitRepositories, no injected latency")
        if Self.hasLimits { #expect(report.percentile(99) < 0.05, "p99 is over 50 ms") }
    }

    @Test func fromAPushToTheAnnotationsFarAway() async throws {
        try await reportPushes(
            60, Self.far, "From a push's delivery to the annotations, 50 ms on calls to GitHub, 20 ms to the cluster")
    }

    @Test func fromACreatedRepositoryToAllObjects() async throws {
        var sequences: [CallSequence] = []
        for _ in 1...9 { sequences.append(try await setUp(Self.far)) }
        let title = "From a repository's delivery to all 33 objects, 50 ms on calls to GitHub, 20 ms to the cluster"
        let report = LatencyReport(title, Self.far, sequences)
        print(report.text)
        if Self.hasLimits { #expect(report.ratio < 1.3, "the median is over 1.3 × its critical path") }
    }

    // MARK: A push

    @discardableResult
    private func reportPushes(
        _ count: Int, _ latencies: CallSequence.Latencies, _ title: String
    ) async throws -> LatencyReport {
        let sequences = Box<[CallSequence]>([])
        try await World.with(Self.options(latencies)) { world in
            let repositories = try await activeRepositories(in: world)
            for number in 0..<count {
                let repository = repositories[number % repositories.count]
                try await repository.isIdle()
                // What Flux makes of the first annotation is no part of this, and would take the others' processor.
                await world.cluster.stopControllers()
                let sequence = try await push(to: repository, latencies)
                await world.cluster.startControllers()
                await sequences.change { $0.append(sequence) }
            }
        }
        let report = LatencyReport(title, latencies, await sequences.value)
        print(report.text)
        return report
    }

    /// Several, so that a push need not wait until the one before is done with.
    private func activeRepositories(in world: World) async throws -> [Repository] {
        var repositories: [Repository] = []
        for number in 1...10 {
            let repository = try await world.createRepository("acme/web-shop-\(number)")
            try await repository.becomes("active")
            repositories.append(repository)
        }
        return repositories
    }

    private func push(to shop: Repository, _ latencies: CallSequence.Latencies) async throws -> CallSequence {
        let before = await shop.cluster.requests().count
        let commit = try await shop.push()
        let annotated = try await eventually("the GitRepositories are annotated") {
            let annotations = await shop.cluster.requests().dropFirst(before).filter(\.isAnnotation)
            return annotations.count >= 3 ? annotations.map(\.time).max() : nil
        }
        let began = try await eventually("GitHub knows how the delivery ended") {
            await shop.github.deliveries().last { $0.isPush(of: commit) }?.began
        }
        return CallSequence(
            from: began, to: annotated, gitHub: await shop.github.ledger,
            cluster: await shop.cluster.requests().filter { $0.namespace.contains(shop.project) }, latencies: latencies)
    }

    // MARK: A set-up

    private func setUp(_ latencies: CallSequence.Latencies) async throws -> CallSequence {
        let sequence = Box<CallSequence?>(nil)
        try await World.with(Self.options(latencies)) { world in
            try await world.becomesReady()
            let shop = try await world.createRepository("acme/web-shop")
            // Slipway is asked nothing meanwhile: its answers would be measured too.
            _ = try await eventually("every environment has its Kustomization") {
                await world.cluster.requests().filter(\.isKustomization).count >= 3 ? true : nil
            }
            try await shop.becomes("active")
            for environment in Repository.environments {
                #expect(await shop.ownObjects(in: environment) == shop.expectedObjects(in: environment))
            }
            let requests = await world.cluster.requests()
            let last = try #require(requests.last { $0.verb == "patch" && $0.fieldManager == "slipway" })
            let began = try #require(await world.github.deliveries().last { $0.event == "repository" }?.began)
            let found = CallSequence(
                from: began, to: last.time, gitHub: await world.github.ledger, cluster: requests, latencies: latencies)
            await sequence.change { $0 = found }
        }
        return try #require(await sequence.value)
    }

    private static func options(_ latencies: CallSequence.Latencies) -> World.Options {
        .with { options in
            options.github.latency = latencies.gitHub
            options.github.build = .held
            options.cluster.latency = latencies.cluster
            options.environment["SLIPWAY_PACE"] = "real"
        }
    }

    private actor Box<Value: Sendable> {
        private(set) var value: Value

        init(_ value: Value) { self.value = value }

        func change(_ body: @Sendable (inout Value) -> Void) { body(&value) }
    }
}

extension Repository {
    /// Waits until no run of the project is under way; what is said about them may still follow.
    fileprivate func isIdle() async throws {
        try await world.waitFor("the runs of \(name) have ended") {
            let runs = try await report?["runs"]?.array ?? []
            return runs.allSatisfy { !["queued", "running", "waiting"].contains($0["state"]?.string ?? "") }
        }
    }
}

extension ClusterRequest {
    fileprivate var isKustomization: Bool {
        resource == "kustomizations" && verb == "patch" && fieldManager == "slipway"
    }

    fileprivate var isAnnotation: Bool {
        resource == "gitrepositories" && fieldManager == "slipway-reconcile" && status == 200
    }
}

extension HookDelivery {
    /// When GitHub began to send it; `nil` until it has been answered.
    fileprivate var began: Date? { deliveredAt.map { $0.addingTimeInterval(-duration) } }

    fileprivate func isPush(of commit: String) -> Bool {
        event == "push" && (try? JSONValue(parsing: payload))?["after"]?.string == commit
    }
}
