import Foundation
import NIOHTTP1
import Simulation
import Storage
import Testing

extension EndToEnd {
    /// Who had what done, as the real program tells it afterwards.
    @Suite struct TheAudit {
        private struct Line: Equatable {
            let by: String?
            let actor: String?
            let action: String?
            let outcome: String?

            init(_ json: JSONValue) {
                by = json["by"]?.string
                actor = json["actor"]?.string
                action = json["action"]?.string
                outcome = json["outcome"]?.string
            }

            init(_ by: String, _ actor: String?, _ action: String, _ outcome: String) {
                (self.by, self.actor, self.action, self.outcome) = (by, actor, action, outcome)
            }
        }

        @Test func aPushAPauseACommandAndTheClockAreTheirDoersDeeds() async throws {
            let options = World.Options.with { $0.environment["SLIPWAY_GRACE"] = "4" }
            try await World.with(options) { world in
                let site = try await world.createRunningRepository("acme/site")
                let commit = try await site.push(message: "Go on")
                try await site.serves(commit)
                try await site.isQuiet()
                let paused = try await world.operations("/api/projects/acme/site/pause", .POST)
                #expect(paused.status == 200, "\(paused.text)")
                let resumed = try await world.slipway("project", "resume", "acme/site")
                #expect(resumed.status == .exited(0), "\(resumed.output)")
                try await site.isQuiet()
                try await world.github.deleteRepository("acme/site")
                try await world.waitFor("it is archived") { try await site.record?.state == .archived }
                try await world.waitFor("the removal has ended") {
                    try await site.runs("CleanUp").contains { $0.state == .done }
                }
                let told = try await Self.export(world)
                let lines = told.map(Line.init)
                // The look at all repositories after the start may have been first.
                let setUps = [Line("sender", "ada", "setUp", "done"), Line("schedule", nil, "setUp", "done")]
                #expect(setUps.count { lines.contains($0) } == 1)
                let pushed = told.filter { $0["subject"]?.string?.hasSuffix(":\(commit)") == true }
                #expect(pushed.map(Line.init) == [Line("sender", "ada", "reconcile", "asked")])
                #expect(pushed.first?["delivery"]?.string?.isEmpty == false)
                #expect(lines.filter { $0.action == "pause" } == [Line("token", "api", "pause", "done")])
                let resume = lines.filter { $0.action == "resume" }
                #expect(resume.map(\.by) == ["commandLine"] && resume.first?.actor?.isEmpty == false)
                // What follows from that is on the same one's behalf.
                let repairs = lines.filter { $0.action == "repair" && $0.outcome == "asked" && $0.by == "commandLine" }
                #expect(repairs.count == 3)
                #expect(
                    lines.filter { $0.action == "cleanUp" } == [
                        Line("schedule", nil, "cleanUp", "asked"), Line("schedule", nil, "cleanUp", "done"),
                    ])
                try await Self.isReadable(in: world)
                let violations = try await world.invariants()
                #expect(violations.isEmpty, "\(violations)")
            }
        }

        /// One JSON object per line, oldest first.
        private static func export(_ world: World) async throws -> [JSONValue] {
            let said = try await world.slipway("audit", "--project", "acme/site", "--since", "1d", "--json")
            #expect(said.status == .exited(0), "\(said.output)")
            let lines = try said.output.split(separator: "\n").map { try JSONValue(parsing: Data($0.utf8)) }
            let numbers = lines.compactMap { $0["id"]?.int }
            #expect(numbers.count == lines.count && numbers == numbers.sorted())
            return lines
        }

        private static func isReadable(in world: World) async throws {
            let said = try await world.slipway("audit", "--limit", "3")
            #expect(said.output.hasPrefix("TIME"))
            #expect(said.output.split(separator: "\n").count == 4)
            #expect(said.output.contains("schedule"))
            let none = try await world.slipway("audit", "--project", "acme/none")
            #expect(none.output == "Nothing of that is told.\n")
            let strange = try await world.slipway("audit", "--since", "yesterday")
            #expect(strange.status != .exited(0))
            #expect(strange.output.contains("It should be a while such as 90m, 24h or 7d"))
        }
    }
}
