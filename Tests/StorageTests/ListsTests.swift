import Foundation
import Testing

@testable import Storage

@Suite("Lists and counts")
struct ListsTests {
    let test: TestDatabase
    var database: Database { test.database }

    init() async throws {
        test = try await TestDatabase()
    }

    @Test("a list of projects goes on behind any of them, whatever their capitals")
    func projects() async throws {
        let names = ["Shop", "alpha", "shop", "beta"]
        try await database.write { tx in
            for (number, name) in names.enumerated() { try tx.registerSample(number + 1, name: name) }
        }
        try await database.read { (tx) throws in
            let all = try tx.projects.list(ProjectFilter(), limit: 9)
            #expect(all.map(\.name) == ["alpha", "beta", "Shop", "shop"])
            for (index, project) in all.enumerated() {
                let position = ProjectPosition(owner: "ACME", name: project.name.uppercased(), id: project.id)
                let rest = try tx.projects.list(ProjectFilter(owner: "Acme"), after: position, limit: 9)
                #expect(rest.map(\.id) == all.dropFirst(index + 1).map(\.id))
            }
            #expect(try tx.projects.list(ProjectFilter(state: .failed), limit: 9).isEmpty)
            #expect(try tx.projects.list(ProjectFilter(template: "none"), limit: 9).isEmpty)
            #expect(try tx.projects.list(ProjectFilter(), limit: 2).count == 2)
            #expect(try tx.projectCounts() == [.settingUp: 4])
            #expect(try tx.environmentCounts(.staging) == [.waiting: 4])
        }
    }

    @Test("runs are listed by what they are, newest first")
    func runs() async throws {
        try await database.write { tx in
            for (key, project) in [("a", "one"), ("b", "two"), ("c", "one")] {
                try tx.runs.enqueue(.sample(key, project: project), at: second(0))
            }
            try tx.runs.end(1, .cancelled, reason: "over", at: second(1))
        }
        try await database.read { (tx) throws in
            #expect(try tx.runs.list(RunFilter(), limit: 2).map(\.key) == ["c", "b"])
            #expect(try tx.runs.list(RunFilter(before: 3), limit: 9).map(\.key) == ["b", "a"])
            #expect(try tx.runs.list(RunFilter(project: "one", state: .queued), limit: 9).map(\.key) == ["c"])
            #expect(try tx.runs.list(RunFilter(automation: "None"), limit: 9).isEmpty)
        }
    }

    @Test("what could be worked on and is not: how much, and since when")
    func backlog() async throws {
        try await database.read { (tx) throws in
            for queue in Backlog.Queue.allCases {
                #expect(try tx.backlog(of: queue, at: second(9)) == Backlog(length: 0, oldest: nil))
            }
        }
        try await database.write { tx in
            for guid in ["a", "b"] { _ = try tx.deliveries.append(.sample(guid)) }
            try tx.runs.enqueue(.sample("later"), at: second(20))
            for time in [5.0, 4.0] { try tx.runs.enqueue(.sample("\(time)"), at: second(time)) }
            try tx.outbox.say(.comment, key: "k", project: "p", sha: "s", payload: ["x"], at: second(3))
        }
        try await database.read { (tx) throws in
            #expect(try tx.backlog(of: .deliveries, at: second(9)) == Backlog(length: 2, oldest: second(1)))
            #expect(try tx.backlog(of: .runs, at: second(9)) == Backlog(length: 2, oldest: second(4)))
            #expect(try tx.backlog(of: .outbox, at: second(9)) == Backlog(length: 1, oldest: second(3)))
            #expect(try tx.backlog(of: .outbox, at: second(2)) == Backlog(length: 0, oldest: nil))
        }
    }
}
