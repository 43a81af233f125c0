import Automations
import Foundation
import GitHubAPI
import Storage
import Testing

@testable import Service

@Suite("Dispatcher")
struct DispatcherTests {
    let fixture: StorageFixture
    let dispatcher: Dispatcher

    init() async throws {
        fixture = try await StorageFixture()
        let routing = Routing(
            gitHubHost: "github.com", rules: [ProjectRule(match: "acme/*", template: "static-site")],
            buildWorkflow: ".github/workflows/slipway.yml")
        dispatcher = Dispatcher(
            database: fixture.database, routing: routing, logger: .silent, now: { StorageFixture.now })
    }

    static func repository(fork: Bool = false, archived: Bool = false) -> String {
        """
        {"id": 42, "name": "web-shop", "full_name": "acme/web-shop", "default_branch": "main", "private": false,
         "fork": \(fork), "archived": \(archived), "is_template": false, "mirror_url": null, "topics": [], "size": 0,
         "owner": {"login": "acme", "id": 1, "type": "Organization"}}
        """
    }

    static func created(fork: Bool = false) -> String {
        #"{"action": "created", "repository": \#(repository(fork: fork)), "sender": {"login": "ada", "id": 2}}"#
    }

    /// Stores deliveries, dispatches all that are queued and returns what became of the last one.
    func dispatch(_ event: String, _ body: String, guid: String = "g-1") async throws -> DeliveryReport {
        try await fixture.database.write {
            _ = try $0.deliveries.append(
                ReceivedDelivery(guid: guid, event: event, body: Data(body.utf8), received: StorageFixture.now))
        }
        await dispatcher.dispatchAll()
        let report = try await fixture.database.read { try $0.deliveryReport(guid) }
        return try #require(report)
    }

    @Test func aCreatedRepositoryBecomesARun() async throws {
        let report = try await dispatch("repository", Self.created())
        #expect(report.status == "done")
        #expect(report.reason == nil)
        #expect(report.action == "created")
        #expect(report.repository == "acme/web-shop")
        #expect(report.sender == "ada")
        #expect(report.runs.map(\.automation) == ["SetUpProject"])
        let run = try await fixture.database.read { try $0.runs.find(key: "setup:42") }
        #expect(run?.project == StorageFixture.project.value)
        #expect(run?.delivery == "g-1")
        let input = try run?.input(as: SetUpInput.self)
        #expect(input?.fullName.fullName == "acme/web-shop")
    }

    @Test func theAuditNamesWhoeverGitHubNamesAsTheSender() async throws {
        _ = try await dispatch("repository", Self.created())
        _ = try await dispatch("repository", Self.created(), guid: "g-2")
        let told = try await fixture.database.read { try $0.audit.list(limit: 9) }
        #expect(told.count == 1)
        #expect(told.first?.actorKind == .sender && told.first?.actor == "ada" && told.first?.delivery == "g-1")
        #expect(told.first?.action == .setUp)
        // The project is not known yet.
        #expect(told.first?.repository == "acme/web-shop")
    }

    @Test func aChangeThatNoRunFollowsIsToldToo() async throws {
        try await fixture.register()
        _ = try await dispatch(
            "repository", Self.created().replacing(#""created""#, with: #""deleted""#))
        let told = try await fixture.database.read { try $0.audit.list(limit: 9) }
        #expect(told.map(\.action) == [.follow])
        #expect(told.first?.actor == "ada" && told.first?.outcome == .done && told.first?.run == nil)
    }

    @Test func theSameUnderAnotherGUIDStartsNothingNew() async throws {
        let first = try await dispatch("repository", Self.created(), guid: "a")
        let second = try await dispatch("repository", Self.created(), guid: "b")
        #expect(second.runs.map(\.id) == first.runs.map(\.id))
        #expect(second.status == "done")
        #expect(second.reason == "run \(first.runs.first?.id ?? 0) does this already")
    }

    @Test func whatIsLeftAloneSaysWhy() async throws {
        let report = try await dispatch("repository", Self.created(fork: true))
        #expect(report.status == "ignored")
        #expect(report.reason == "a fork")
        #expect(report.runs.isEmpty)
    }

    @Test func aBodyThatFitsNoEventIsKeptWithItsReason() async throws {
        let report = try await dispatch("repository", #"{"action": "created", "repository": {}}"#)
        #expect(report.status == "undecodable")
        #expect(
            report.reason == "The body of this \"repository\" event cannot be understood: repository.id: is missing.")
        let broken = try await dispatch("push", "not JSON", guid: "g-2")
        #expect(broken.status == "undecodable")
        #expect(broken.reason == "The body is not a JSON object.")
    }

    @Test func anUndecodableDeliveryDoesNotStopThoseBehindIt() async throws {
        try await fixture.database.write {
            for (guid, body) in [("a", "broken"), ("b", Self.created())] {
                _ = try $0.deliveries.append(
                    ReceivedDelivery(
                        guid: guid, event: "repository", body: Data(body.utf8), received: StorageFixture.now))
            }
        }
        await dispatcher.dispatchAll()
        let reports = try await fixture.database.read { try $0.deliveryReports(DeliveryFilter(), limit: 10) }
        #expect(reports.map(\.status) == ["done", "undecodable"])
    }

    @Test func aReplayedDeliveryIsDecidedAgain() async throws {
        _ = try await dispatch("repository", #"{"action": "created"}"#)
        try await fixture.database.write { try $0.deliveries.replay("g-1", at: Date()) }
        let queued = try await fixture.database.read { try $0.deliveryReport("g-1")?.status }
        #expect(queued == "queued")
        await dispatcher.dispatchAll()
        let report = try await fixture.database.read { try $0.deliveryReport("g-1")?.status }
        #expect(report == "undecodable")
    }

    @Test func aRenameKeepsTheProjectsRecordRight() async throws {
        try await fixture.register()
        let body = """
            {"action": "renamed", "changes": {"repository": {"name": {"from": "web-shop"}}}, "repository":
            \(Self.repository().replacing("web-shop", with: "shop"))}
            """
        let report = try await dispatch("repository", body)
        #expect(report.status == "done")
        #expect(report.reason == "renamed from web-shop to acme/shop")
        let project = try await fixture.database.read { try $0.projects.find(repository: 42) }
        #expect(project?.fullName == "acme/shop")
    }

    /// What changed the record is followed in the cluster, by one run; the same told again changes nothing.
    @Test func aChangeIsFollowedOnce() async throws {
        try await fixture.register()
        let body = #"{"action": "privatized", "repository": \#(Self.repository())}"#
        let first = try await dispatch("repository", body, guid: "a")
        #expect(first.runs.count == 1)
        let again = try await dispatch("repository", body, guid: "b")
        #expect(again.runs.isEmpty)
        let run = try await fixture.database.read { try $0.runs.list(project: StorageFixture.project.value, limit: 5) }
        #expect(run.map(\.automation) == ["FollowRepository"])
    }

    @Test func anInstallationThatIsSuspendedAndComesBack() async throws {
        try await fixture.register()
        let installed = #""installation": {"id": 5, "account": {"login": "acme", "id": 1}}, "repositories": []"#
        try await fixture.database.write { tx in
            _ = try tx.projects.update(StorageFixture.project.value, at: StorageFixture.now) { $0.installation = 5 }
        }
        let lost = try await dispatch("installation", #"{"action": "suspend", \#(installed)}"#, guid: "a")
        #expect(lost.status == "done")
        #expect(lost.runs.isEmpty)
        let unseen = try await fixture.database.read { try $0.projects.find(repository: 42)?.unseen }
        #expect(unseen == "the App is suspended on acme")
        let back = try await dispatch("installation", #"{"action": "unsuspend", \#(installed)}"#, guid: "b")
        #expect(back.runs.count == 1)
        #expect(try await fixture.database.read { try $0.projects.find(repository: 42)?.unseen } == nil)
    }

    @Test func anOutageOfTheDatabaseFailsNoDelivery() async throws {
        let outage = try await Outage("BEFORE INSERT ON run", on: fixture.database)
        #expect(try await dispatch("repository", Self.created()).status == "queued")
        await dispatcher.dispatchAll()
        outage.end()
        await dispatcher.dispatchAll()
        let report = try await fixture.database.read { try $0.deliveryReport("g-1") }
        #expect(report?.status == "done")
        #expect(report?.runs.count == 1)
    }

    @Test func oneThatCannotBeDispatchedFailsAlone() async throws {
        let trouble = try await Outage(
            "BEFORE UPDATE ON main.delivery WHEN NEW.guid = 'b' AND NEW.status = 'done'", refused: true,
            on: fixture.database)
        defer { trouble.end() }
        try await fixture.database.write {
            for (index, guid) in ["a", "b", "c"].enumerated() {
                let body = Self.created().replacing(#""id": 42"#, with: #""id": \#(42 + index)"#)
                _ = try $0.deliveries.append(
                    ReceivedDelivery(
                        guid: guid, event: "repository", body: Data(body.utf8), received: StorageFixture.now))
            }
        }
        await dispatcher.dispatchAll()
        let reports = try await fixture.database.read { try $0.deliveryReports(DeliveryFilter(), limit: 10) }
        #expect(reports.map(\.guid) == ["c", "b", "a"])
        #expect(reports.map(\.status) == ["done", "failed", "done"])
        #expect(reports[1].reason?.isEmpty == false)
        #expect(reports.map(\.runs.count) == [1, 0, 1])
    }

    @Test func theServiceTakesUpWhatArrivesWhileItRuns() async throws {
        try await serving([dispatcher]) { [fixture] in
            let log = DeliveryLog(fixture.database)
            let delivery = ReceivedDelivery(
                guid: "late", event: "repository", body: Data(Self.created(fork: true).utf8),
                received: StorageFixture.now)
            #expect(try await log.append(delivery) == .stored)
            try await eventually("the delivery is dispatched") {
                try await fixture.database.read { try $0.deliveryReport("late")?.status } == "ignored"
            }
        }
    }
}
