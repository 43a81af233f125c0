import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// What the log of the real program tells at its usual level.
    @Suite struct TheLog {
        @Test func everyDeliveryRunAndStepHasItsLineWithItsIds() async throws {
            let usual = World.Options.with {
                $0.logLevel = "info"
                $0.logFormat = "json"
            }
            try await World.with(usual) { world in
                let site = try await world.createRunningRepository("acme/site")
                let lines = try await world.logLines
                let deliveries = try await world.deliveries()
                for delivery in deliveries {
                    let guid = delivery["guid"]?.string
                    let told = lines.filter { $0["message"] == "delivery dispatched" && $0["delivery"]?.string == guid }
                    #expect(told.count == 1, "\(delivery)")
                    #expect(told.first?["event"] == delivery["event"])
                    #expect(told.first?["result"] == delivery["status"])
                }
                let runs = try await world.operations("/api/runs?limit=1000").items ?? []
                #expect(runs.count >= 3)
                for run in runs { try await Self.isTold(run, by: lines, in: world) }
                #expect(runs.allSatisfy { $0["project"]?.string == site.project })
            }
        }

        private static func isTold(_ run: JSONValue, by lines: [JSONValue], in world: World) async throws {
            let id = try #require(run["id"]?.int)
            let mine = lines.filter { $0["run"]?.string == "\(id)" }
            let ends = mine.filter { $0["message"]?.string == "run \(run["state"]?.string ?? "")" }
            #expect(ends.count == 1, "\(run)")
            #expect(ends.first?["automation"] == run["automation"])
            #expect(ends.first?["project"] == run["project"])
            #expect(ends.first?["outcome"] == run["outcome"])
            let report = try await world.operations("/api/runs/\(id)").body
            for step in report["steps"]?.array ?? [] {
                let told = mine.filter { $0["message"] == "step done" && $0["step"] == step["name"] }
                #expect(told.count == 1, "\(step)")
            }
        }
    }
}

extension World {
    /// The lines of a log in JSON.
    fileprivate var logLines: [JSONValue] {
        get throws {
            try (program?.output ?? "").split(separator: "\n").map { try JSONValue(parsing: $0.utf8) }
        }
    }
}
