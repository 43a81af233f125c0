import Automations
import Foundation
import NIOHTTP1
import Storage
import Testing

@testable import Service

@Suite("API: what is answered")
struct APIAnswerTests {
    struct Project: Decodable {
        let repository: String
        let state: String
    }

    struct Delivery: Decodable {
        let guid: String
        let status: String
    }

    struct Run: Decodable {
        let id: Int64
        let automation: String
        let state: String
        let repository: String?
        let delivery: String?
    }

    struct Page<Item: Decodable>: Decodable {
        let items: [Item]
        let next: String?
    }

    /// Follows `next` from page to page and gives the items of each.
    private func pages<Item: Decodable>(_ path: String, of type: Item.Type, at base: String) async throws -> [[Item]] {
        var pages: [[Item]] = []
        var cursor: String?
        repeat {
            let more = cursor.map { "&cursor=\($0)" } ?? ""
            let answer = try await send(OperationsFixture.request(base + path + more))
            #expect(answer.status == 200, "\(answer.text)")
            let page = try answer.json(Page<Item>.self)
            pages.append(page.items)
            cursor = page.next
        } while cursor != nil && pages.count < 20
        return pages
    }

    @Test func projectsComeInPagesByNameAndFiltered() async throws {
        let fixture = try await OperationsFixture()
        let names = ["acme/Zoo", "acme/alpha", "Beta/x", "acme/beta", "zeta/a"]
        try await fixture.database.write { tx in
            for (number, name) in names.enumerated() {
                let parts = name.split(separator: "/").map(String.init)
                let record = ProjectRecord(
                    id: "00000000-0000-5000-8000-00000000000\(number)", repository: Int64(number), owner: parts[0],
                    ownerID: 1, name: parts[1], isPrivate: false, branch: "main", template: "t\(number % 2)",
                    state: number == 3 ? .failed : .active, created: StorageFixture.now)
                try tx.projects.register(record, environments: [])
            }
        }
        try await fixture.serve { base in
            let found = try await pages("/api/projects?limit=2", of: Project.self, at: base)
            #expect(
                found.map { $0.map(\.repository) } == [
                    ["acme/alpha", "acme/beta"], ["acme/Zoo", "Beta/x"], ["zeta/a"],
                ])
            let owned = try await pages("/api/projects?owner=ACME&limit=3", of: Project.self, at: base)
            #expect(owned.map(\.count) == [3])
            let failed = try await pages("/api/projects?state=failed", of: Project.self, at: base)
            #expect(failed.flatMap { $0 }.map(\.repository) == ["acme/beta"])
            let made = try await pages("/api/projects?template=t1&limit=1", of: Project.self, at: base)
            #expect(made.flatMap { $0 }.map(\.repository) == ["acme/alpha", "acme/beta"])
        }
    }

    @Test func deliveriesComeInPagesNewestFirstAndSoDoThoseThatDidNot() async throws {
        let fixture = try await OperationsFixture()
        try await fixture.database.write { tx in
            for number in 1...5 {
                _ = try tx.deliveries.append(
                    ReceivedDelivery(
                        guid: "g\(number)", event: number == 2 ? "ping" : "push", body: Data(),
                        received: StorageFixture.now))
                try tx.lostDeliveries.note(
                    FailedDelivery(
                        guid: "l\(number)", attempt: Int64(number), event: "push", action: nil, repository: nil,
                        failed: StorageFixture.now.addingTimeInterval(Double(number / 2)),
                        lastFailed: StorageFixture.now, failure: "timed out", isUnanswered: true),
                    hook: "app", at: StorageFixture.now)
            }
        }
        try await fixture.serve { base in
            let all = try await pages("/api/deliveries?limit=2", of: Delivery.self, at: base)
            #expect(all.map { $0.map(\.guid) } == [["g5", "g4"], ["g3", "g2"], ["g1"]])
            let pings = try await pages("/api/deliveries?event=ping&status=queued", of: Delivery.self, at: base)
            #expect(pings.flatMap { $0 }.map(\.guid) == ["g2"])
            let lost = try await pages("/api/deliveries?status=lost&limit=2", of: Delivery.self, at: base)
            #expect(lost.map { $0.map(\.guid) } == [["l5", "l4"], ["l3", "l2"], ["l1"]])
            let none = try await pages("/api/deliveries?status=lost&repository=a/b", of: Delivery.self, at: base)
            #expect(none.flatMap { $0 }.isEmpty)
        }
    }

    @Test func runsAreListedAndShownWithTheirSteps() async throws {
        let fixture = try await OperationsFixture()
        try await fixture.storage.register()
        let project = StorageFixture.project.value
        try await fixture.database.write { tx in
            for (key, automation) in [("a", "Reconcile"), ("b", "Deploy"), ("c", "Reconcile")] {
                _ = try tx.runs.enqueue(
                    NewRun(automation: automation, key: key, project: project, input: ["x"]), at: StorageFixture.now)
            }
            _ = try tx.runs.enqueue(
                NewRun(automation: "Deploy", key: "d", project: "another", input: ["x"]), at: StorageFixture.now)
        }
        try await fixture.serve { base in
            let all = try await pages("/api/runs?limit=3", of: Run.self, at: base)
            #expect(all.map(\.count) == [3, 1])
            #expect(all.flatMap { $0 }.map(\.repository) == [nil] + Array(repeating: "acme/web-shop", count: 3))
            let some = try await pages(
                "/api/runs?automation=Reconcile&state=queued&repository=ACME/web-shop&limit=1", of: Run.self, at: base)
            #expect(some.map(\.count) == [1, 1])
            let shown = try await send(OperationsFixture.request(base + "/api/runs/\(all[0][0].id)"))
            #expect(shown.status == 200)
            #expect(shown.text.contains("\"steps\" : ["))
        }
    }

    @Test func theReconciliationOfAProjectIsARunThatWaitsOnce() async throws {
        let fixture = try await OperationsFixture()
        try await fixture.storage.register()
        let project = StorageFixture.project.value
        try await fixture.serve { base in
            let request = OperationsFixture.request(base + "/api/projects/acme/web-shop/reconcile", .POST)
            let early = try await send(request)
            #expect(early.status == 409)
            #expect(early.text.contains("has no commit yet that Flux could apply."))
            try await fixture.database.write { tx in
                try tx.projects.update(project, at: StorageFixture.now) { $0.scaffoldSHA = StorageFixture.sha }
            }
            let answer = try await send(request)
            #expect(answer.status == 202, "\(answer.text)")
            let run = try answer.json(Run.self)
            #expect(run.automation == "Reconcile")
            #expect(run.delivery == nil)
            let again = try await send(request)
            #expect(try again.json(Run.self).id == run.id, "it has not begun, so one is enough")
            let input = try await fixture.database.read { try $0.runs.find(run.id)?.input(as: PushInput.self) }
            #expect(input?.after == StorageFixture.sha)
            #expect(input?.isAskedFor == true)
            try await fixture.database.write { tx in
                try tx.projects.update(project, at: StorageFixture.now) { $0.state = .archived }
            }
            let late = try await send(request)
            #expect(late.status == 409)
        }
    }

    @Test func aDeliveryIsReplayedUnlessItNeverCame() async throws {
        let fixture = try await OperationsFixture()
        try await fixture.database.write { tx in
            _ = try tx.deliveries.append(
                ReceivedDelivery(guid: "g", event: "push", body: Data(), received: StorageFixture.now))
            try tx.deliveries.finish("g", .ignored, reason: "why", at: StorageFixture.now)
            try tx.lostDeliveries.note(
                FailedDelivery(
                    guid: "l", attempt: 1, event: "push", action: nil, repository: nil, failed: StorageFixture.now,
                    lastFailed: StorageFixture.now, failure: "timed out", isUnanswered: true),
                hook: "app", at: StorageFixture.now)
        }
        try await fixture.serve { base in
            let replayed = try await send(OperationsFixture.request(base + "/api/deliveries/g/replay", .POST))
            #expect(replayed.status == 202)
            #expect(try replayed.json(Delivery.self).status == "queued")
            let lost = try await send(OperationsFixture.request(base + "/api/deliveries/l/replay", .POST))
            #expect(lost.status == 409)
            let unknown = try await send(OperationsFixture.request(base + "/api/deliveries/x/replay", .POST))
            #expect(unknown.status == 404)
        }
    }

    private struct AuditLine: Decodable, Equatable {
        let id: Int64
        let by: String
        let actor: String?
        let action: String
        let outcome: String
    }

    @Test func theAuditNamesTheTokenAndComesInPages() async throws {
        let fixture = try await OperationsFixture()
        try await fixture.storage.register()
        try await fixture.serve { base in
            for deed in ["pause", "resume"] {
                let answer = try await send(
                    OperationsFixture.request(base + "/api/projects/acme/web-shop/\(deed)", .POST))
                #expect(answer.status == 200, "\(answer.text)")
            }
            // Who may only read has nothing done.
            let refused = try await send(
                OperationsFixture.request(
                    base + "/api/projects/acme/web-shop/pause", .POST, token: OperationsFixture.readToken))
            #expect(refused.status == 403)
            let all = try await pages("/api/audit?limit=2", of: AuditLine.self, at: base).flatMap { $0 }
            #expect(all.map(\.action) == ["repair", "repair", "repair", "resume", "pause"])
            #expect(all.map(\.id) == [5, 4, 3, 2, 1])
            #expect(all.allSatisfy { $0.by == "token" && $0.actor == "api" })
            let some = try await pages(
                "/api/audit?repository=ACME/web-shop&action=pause&by=token&since=1h", of: AuditLine.self, at: base)
            #expect(some.flatMap { $0 }.map(\.outcome) == ["done"])
            let later = try await pages("/api/audit?since=2099-01-01", of: AuditLine.self, at: base)
            #expect(later == [[]])
            let strange = try await send(OperationsFixture.request(base + "/api/audit?since=soon"))
            #expect(strange.status == 400)
            #expect(strange.text.contains("since is \\\"soon\\\"."))
        }
    }
}
