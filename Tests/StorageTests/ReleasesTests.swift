import Foundation
import Testing

@testable import Storage

@Suite("Releases and pushes")
struct ReleasesTests {
    let test: TestDatabase
    let project: String
    var database: Database { test.database }

    init() async throws {
        test = try await TestDatabase()
        project = try await test.database.write { try $0.registerSample() }
    }

    private func report(_ state: BuildState, run: Int64 = 1, attempt: Int = 1, sha: String = "s1") async throws
        -> (release: ReleaseRecord, isNew: Bool)
    {
        let build = BuildReport(
            project: project, sha: sha, ref: "refs/heads/main", run: run, attempt: attempt, number: Int(run),
            name: "slipway", url: "https://github.com/acme/shop/actions/runs/\(run)", state: state,
            started: second(1), finished: state.isFinished ? second(9) : nil, subject: "Fix the basket")
        return try await database.write { try $0.releases.record(build, at: second(2)) }
    }

    @Test("the first report makes a release that waits in every environment")
    func first() async throws {
        let (release, isNew) = try await report(.requested)
        #expect(isNew)
        let rows = try await database.read { try $0.releases.environments(of: release.id) }
        #expect(rows.map(\.environment) == [.development, .staging, .production])
        #expect(rows.allSatisfy { $0.state == .waiting })
    }

    @Test("reports in any order: a build never goes back")
    func order() async throws {
        _ = try await report(.success)
        let (late, isNew) = try await report(.inProgress)
        #expect(!isNew)
        #expect(late.buildState == .success)
        #expect(late.buildFinished == second(9))
        #expect(try await report(.requested, attempt: 2).isNew, "a re-run is a release of its own")
    }

    @Test("failed jobs are kept")
    func failedJobs() async throws {
        let id = try await report(.failure).release.id
        let jobs = [FailedJob(name: "image", url: "https://github.com/1", steps: ["Build and push"])]
        try await database.write { try $0.releases.update(id) { $0.failedJobs = jobs } }
        #expect(try await database.read { try $0.releases.find(id)?.failedJobs } == jobs)
    }

    @Test(
        "illegal transitions are refused",
        arguments: [
            (ReleaseState.ready, ReleaseState.working), (.superseded, .working), (.working, .waiting),
            (.working, .skipped), (.failed, .waiting),
        ])
    func transitions(from: ReleaseState, to: ReleaseState) async throws {
        let id = try await report(.success).release.id
        try await database.write { try $0.releases.update(.staging, of: id, at: second(3)) { $0.state = from } }
        let error = await database.refusal { try $0.releases.update(.staging, of: id, at: second(4)) { $0.state = to } }
        #expect(error?.code == .illegalTransition)
        #expect(error?.whatHappened == "Release 1 in staging is \(from.rawValue) and cannot become \(to.rawValue).")
    }

    @Test("the newer release is the one whose build began later, whenever its report came")
    func newest() async throws {
        let newest = try await report(.success, run: 3, sha: "s3").release
        let oldest = try await report(.success, run: 1, sha: "s1").release
        let between = try await report(.success, run: 2, sha: "s2").release
        #expect(newest.isNewer(than: between) && between.isNewer(than: oldest) && !oldest.isNewer(than: newest))
        let list = try await database.read { try $0.releases.list(project: newest.project, limit: 9) }
        #expect(list.map(\.sha) == ["s3", "s2", "s1"])
        var again = oldest
        again.buildStarted = second(60)
        #expect(again.isNewer(than: newest), "a build that is run again begins anew")
    }

    private func push(_ before: String, _ after: String, at time: Double) async throws {
        let push = PushRecord(
            project: project, ref: "main", before: before, after: after, subject: "s", time: second(time))
        try await database.write { try $0.pushes.record(push) }
    }

    private func isNewer(_ sha: String, than other: String) async throws -> Bool? {
        let project = project
        return try await database.read { try $0.pushes.isNewer(sha, than: other, project: project, ref: "main") }
    }

    @Test("the chain of pushes tells which revision is newer, whenever they were told")
    func newer() async throws {
        try await push("b", "c", at: 1)
        try await push("a", "b", at: 2)
        try await push("a", "b", at: 2)
        #expect(try await isNewer("c", than: "a") == true)
        #expect(try await isNewer("a", than: "c") == false)
        #expect(try await isNewer("c", than: "c") == false)
        #expect(try await isNewer("c", than: "unknown") == nil)
    }

    @Test("a branch forced back and forth is told by the times")
    func forced() async throws {
        try await push("a", "b", at: 1)
        try await push("b", "a", at: 2)
        #expect(try await isNewer("a", than: "b") == true)
        try await push("a", "b", at: 3)
        #expect(try await isNewer("b", than: "a") == true)
    }
}
