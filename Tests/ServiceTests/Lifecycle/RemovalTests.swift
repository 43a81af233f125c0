import Automations
import Foundation
import GitHubAPI
import Simulation
import Testing

@testable import Service
@testable import Storage

@Suite("Removals", .serialized, .timeLimit(.minutes(5)))
struct RemovalTests {
    /// Notes that the project is being removed, without a run that does.
    private func begin(_ site: AutomationFixture.Site) async throws {
        try await site.write { tx, project, now in
            try tx.archivals.save(
                ArchivalRecord(
                    project: project.id, cause: .person, reason: "a person archived it", due: now, begun: now))
        }
    }

    @Test func aNamespaceThatDoesNotSayThatItIsOursIsNotTouched() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let namespace = site.namespace(.staging)
            try await fixture.cluster.apply(
                [
                    "apiVersion": "v1", "kind": "Namespace",
                    "metadata": ["name": .string(namespace), "labels": ["slipway.dev/project": "somebody-else"]],
                ], manager: "somebody")
            try await site.write { tx, project, now in _ = try tx.archive(project, at: now) }
            try await site.eventually("the run has ended") { try await site.runs(.cleanUp).first?.state == .failed }
            #expect(await site.deletions(in: .staging).isEmpty)
            #expect(await fixture.cluster.object("Namespace", name: namespace) != nil)
            #expect(await fixture.cluster.object("Namespace", name: site.namespace(.development)) == nil)
            let trouble = try await site.environment(.staging)?.trouble
            #expect(trouble?.what == "The namespace \(namespace) does not say that it belongs to acme/site.")
            #expect(trouble?.whatToDo.contains("kubectl label namespace \(namespace)") == true)
            #expect(try await site.project?.state != .archived)
            #expect(try await site.archival?.phase == .removing)
        }
    }

    @Test func aNamespaceThatIsBeingDeletedAlreadyMayAnswerConflict() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let path = "/namespaces/\(site.namespace(.staging))(\\?|$)"
            let conflict = """
                {"kind":"Status","apiVersion":"v1","status":"Failure","message":"it is being deleted",
                "reason":"Conflict","code":409}
                """
            await fixture.cluster.add(Fault(.loseResponse, method: "DELETE", path: path))
            await fixture.cluster.add(
                Fault(.answer(status: 409, body: conflict), method: "DELETE", path: path, skipping: 1))
            try await site.archive()
            let requests = await site.deletions(in: .staging).filter { $0.resource == "namespaces" }
            #expect(requests.last?.status == 409)
            #expect(requests.count == 2)
            #expect(await fixture.cluster.object("Namespace", name: site.namespace(.staging)) == nil)
        }
    }

    /// However long a removal takes, and whatever runs are forgotten meanwhile.
    @Test func aPushDuringARemovalIsNotForgotten() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            try await begin(site)
            let commit = try await fixture.github.push(to: "acme/site", files: ["a.txt": "a"], message: "Come back")
            let before = try #require(try await site.project?.scaffoldSHA)
            let push = PushInput(
                ref: "refs/heads/main", before: before, after: commit, subject: "Come back", time: fixture.time.now)
            try await fixture.enqueue(
                RoutedRun(semanticKey: "push:\(commit)", project: site.id, input: .reconcile(push)))
            try await site.eventually("the push is noted") { try await site.archival?.pushed != nil }
            try await site.eventually("its run has ended") { try await site.runs(.reconcile).first?.state == .done }
            try await site.write { tx, _, now in
                _ = try tx.forget(endedBefore: now.addingTimeInterval(60), limit: 100)
            }
            #expect(try await site.runs(.reconcile).isEmpty)
            try await site.write { tx, _, now in _ = try tx.takeUpRemovals(at: now) }
            try await site.eventually("it is back") {
                guard try await site.archival == nil else { return false }
                return try await site.project?.state == .active
            }
            #expect(try await site.project?.scaffoldSHA == commit)
            #expect(try await site.runs(.setUpProject).count == 1)
        }
    }

    @Test func aBuildWaitsAndThenArrivesNowhere() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let head = try #require(try await site.project?.scaffoldSHA)
            try await begin(site)
            let build = WorkflowRun(
                id: 7, name: "slipway", path: ".github/workflows/slipway.yml", status: "completed",
                conclusion: .success, headBranch: "main", headSHA: head, headRepositoryID: site.input.repository,
                htmlURL: "https://github.com/acme/site/actions/runs/7")
            try await fixture.enqueue(
                RoutedRun(semanticKey: "deploy:7", project: site.id, input: .deploy(BuildInput(run: build))))
            try await site.eventually("it waits") {
                try await site.runs(.deploy).first?.waitsFor?.contains("the set-up to end") == true
            }
            try await site.write { tx, project, now in
                var archival = try #require(try tx.archivals.find(project.id))
                archival.removed = now
                try tx.archivals.save(archival)
            }
            try await site.eventually("it has ended") { try await site.runs(.deploy).first?.state == .done }
            #expect(try await site.runs(.deploy).first?.outcome == "the project has left the cluster")
            let states = try await site.read { tx in
                try tx.releases.all(of: site.id.value, sha: head).first.map { try tx.releases.environments(of: $0.id) }
            }
            #expect(states?.map(\.state) == [.superseded, .superseded, .superseded])
        }
    }

    /// It waited for GitHub when the removal began, and had recorded nothing.
    @Test func aBuildThatIsNotRecordedYetIsToldAllTheSame() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let head = try await fixture.github.push(to: "acme/site", files: ["a.txt": "a"], message: "More")
            await fixture.github.inject(
                Fault(.answer(status: 503, body: "{}"), method: "GET", path: "/commits/", times: 6))
            let build = WorkflowRun(
                id: 7, name: "slipway", path: ".github/workflows/slipway.yml", status: "completed",
                conclusion: .success, headBranch: "main", headSHA: head, headRepositoryID: site.input.repository,
                htmlURL: "https://github.com/acme/site/actions/runs/7")
            try await fixture.enqueue(
                RoutedRun(semanticKey: "deploy:7", project: site.id, input: .deploy(BuildInput(run: build))))
            try await site.eventually("it waits for GitHub") {
                try await site.runs(.deploy).first?.started != nil
            }
            try await site.archive()
            try await site.eventually("it has ended") { try await site.runs(.deploy).first?.state.isFinished == true }
            #expect(try await site.runs(.deploy).first?.outcome == "the project has left the cluster")
            let states = try await site.read { tx in
                try tx.releases.all(of: site.id.value, sha: head).first.map { try tx.releases.environments(of: $0.id) }
            }
            #expect(states?.map(\.state) == [.superseded, .superseded, .superseded])
        }
    }

    @Test func whatAPersonAsksForDuringARemovalIsRefused() async throws {
        let fixture = try await StorageFixture()
        try await fixture.register()
        let (id, now) = (StorageFixture.project.value, StorageFixture.now)
        try await fixture.database.write { tx in
            try tx.archivals.save(
                ArchivalRecord(project: id, cause: .person, reason: "a person archived it", due: now, begun: now))
        }
        let promotion = await #expect(throws: Refusal.self) {
            try await fixture.database.write { tx in
                _ = try tx.promote(try #require(try tx.projects.find(id)), to: nil, at: now)
            }
        }
        #expect(promotion?.what.contains("about to leave it") == true)
        let reconciliation = await #expect(throws: Refusal.self) {
            try await fixture.database.write { tx in
                _ = try tx.askToReconcile(try #require(try tx.projects.find(id)), at: now)
            }
        }
        #expect(reconciliation?.what == "acme/web-shop is being removed from the cluster.")
    }
}
