import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Storms from seeds. `make storm SEEDS=500` runs many, `make storm SEED=123` one, with everything it logs.
    @Suite struct Storms {
        private static let environment = ProcessInfo.processInfo.environment
        private static let isAskedFor = number("SEED") != nil || number("SEEDS") != nil
        private static func number(_ name: String) -> Int? { environment["SLIPWAY_STORM_\(name)"].flatMap { Int($0) } }

        @Test(.enabled(if: isAskedFor)) func nothingIsLostOrDoneTwiceOrLeaked() async throws {
            let seeds =
                if let one = Self.number("SEED") { [UInt64(one)] } else {
                    (0..<(Self.number("SEEDS") ?? 8)).map { UInt64($0 + (Self.number("FIRST") ?? 1)) }
                }
            var fleet = StormFleet(
                places: Self.number("PLACES") ?? 2 * ProcessInfo.processInfo.activeProcessorCount,
                speed: Double(Self.number("SPEED") ?? 60))
            fleet.isCalm = Self.environment["SLIPWAY_STORM_CALM"] != nil
            fleet.tellsLog = seeds.count == 1
            fleet.reports = Self.environment["SLIPWAY_STORM_REPORTS"].map { URL(filePath: $0) }
            fleet.limit = Self.number("MINUTES").map { .seconds($0 * 60) }
            let table = await fleet.run(seeds)
            print(table.description)
            #expect(table.failures.isEmpty, "\(table.failures.map { $0.description() }.joined(separator: "\n\n"))")
            if table.seeds >= 500 {
                #expect(table.missing.isEmpty, "never injected: \(table.missing.joined(separator: ", "))")
            }
        }

        @Test func aSeedAlwaysMeansTheSameStorm() {
            #expect(StormPlan(seed: 42).description == StormPlan(seed: 42).description)
            #expect(StormPlan(seed: 42).description != StormPlan(seed: 43).description)
        }
    }
}
