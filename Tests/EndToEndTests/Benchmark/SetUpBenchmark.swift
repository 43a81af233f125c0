import Foundation
import Simulation
import Testing

/// How long one set-up takes where every call has a price. Started by `Benchmarks/setup/run`.
@Suite(.serialized, .enabled(if: SetUpMeasurement.isWanted, "Benchmarks/setup/run measures"))
struct SetUpBenchmark {
    private static let rounds = 7
    /// Seconds from the delivery to the cluster having all objects.
    private static let limit = 2.0

    @Test func fromTheDeliveryToAllObjects() async throws {
        var measured: [SetUpMeasurement] = []
        for _ in 1...Self.rounds { measured.append(try await measure()) }
        measured.sort { $0.seconds < $1.seconds }
        let median = measured[measured.count / 2]
        print(median.report(of: measured))
        #expect(median.seconds < Self.limit, "the median is over \(Self.limit) s")
    }

    private func measure() async throws -> SetUpMeasurement {
        let options = World.Options.with { options in
            options.github.latency = SetUpMeasurement.gitHubLatency
            options.github.build = .held
            options.cluster.latency = SetUpMeasurement.clusterLatency
            options.environment["SLIPWAY_PACE"] = "real"
        }
        let box = Results()
        try await World.with(options) { world in
            try await world.becomesReady()
            let began = Date()
            let shop = try await world.createRepository("acme/web-shop")
            try await shop.becomes("active")
            for environment in Repository.environments {
                #expect(await shop.ownObjects(in: environment) == shop.expectedObjects(in: environment))
            }
            await box.add(
                SetUpMeasurement(
                    began: began, gitHub: await world.github.ledger, cluster: await world.cluster.requests()))
        }
        return try #require(await box.all.first)
    }

    private actor Results {
        var all: [SetUpMeasurement] = []

        func add(_ measurement: SetUpMeasurement) { all.append(measurement) }
    }
}
