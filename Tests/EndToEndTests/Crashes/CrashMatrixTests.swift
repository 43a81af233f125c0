import Foundation
import Testing

/// What `make crash-matrix` asks for.
enum CrashChoice {
    /// `all`, or `sample`; nil when nobody asked.
    static let wanted = ProcessInfo.processInfo.environment["SLIPWAY_MATRIX"]
    /// Only places whose name contains this.
    static let only = ProcessInfo.processInfo.environment["SLIPWAY_MATRIX_ONLY"]
}

extension EndToEnd {
    /// The program is killed at every boundary of everything it does, started again, and nothing may be lost, done twice or
    /// leaked. `make crash-matrix` runs it.
    @Suite(.enabled(if: CrashChoice.wanted != nil, "make crash-matrix runs it"))
    struct CrashMatrix {
        @Test func everyKillIsSurvived() async throws {
            let recordings = await Self.recordings()
            let everything = CrashPlan(recordings)
            let missing = try StepNames.missing(in: everything)
            #expect(missing.isEmpty, "no story comes to \(missing)")
            let whole = CrashChoice.only.map { everything.only($0) } ?? everything
            let plan = CrashChoice.wanted == "all" ? whole : whole.sample(columns: 1)
            var table = CrashTable(whole)
            await withTaskGroup { group in
                for (place, column, cell) in plan.cells {
                    group.addTask { (place, column, cell, await cell.run()) }
                }
                for await (place, column, cell, result) in group { table.note(place, column, cell, result) }
            }
            // Some calls are made only when two events come in a rare order: such a place is tried at its other boundaries.
            for (place, column, cell) in whole.cells where table.untried.contains(place) {
                table.note(place, column, cell, await cell.run())
            }
            print("\n\(table.text)\n")
            #expect(table.failures == [])
            #expect(table.untried == [], "each place is tried")
        }

        /// The points of all stories.
        private static func recordings() async -> [(story: CrashStory, points: [CrashPoint])] {
            await withTaskGroup { group in
                for (index, story) in CrashStory.all.enumerated() {
                    group.addTask { (index, await recording(of: story)) }
                }
                var found: [Int: [CrashPoint]] = [:]
                for await (index, points) in group { found[index] = points }
                return CrashStory.all.enumerated().map { ($1, found[$0] ?? []) }
            }
        }

        private static func recording(of story: CrashStory) async -> [CrashPoint] {
            do {
                return try await story.record()
            } catch {
                Issue.record("\(story.name), without a crash: \(error)")
                return []
            }
        }
    }
}
