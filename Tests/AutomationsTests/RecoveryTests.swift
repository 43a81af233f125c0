import Automations
import Foundation
import GitHubAPI
import Testing

@testable import Storage

@Suite("Recovery: what was lost, and when it is asked for")
struct RecoveryTests {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)

    static func attempt(
        _ id: Int64, _ guid: String, _ code: Int, at minutes: Double, again: Bool = false
    ) throws -> HookDelivery {
        let json = """
            {"id": \(id), "guid": "\(guid)", "delivered_at": "\((start + minutes * 60).ISO8601Format())",
             "redelivery": \(again), "status_code": \(code), "status": "\(code == 200 ? "OK" : "answered \(code)")",
             "event": "push", "action": null, "installation_id": 7, "repository_id": 42}
            """
        return try JSONDecoder().decode(HookDelivery.self, from: Data(json.utf8))
    }

    @Test func onlyWhatNoAttemptDeliveredIsLost() throws {
        var survey = DeliverySurvey()
        let pages: [[HookDelivery]] = [
            [
                try Self.attempt(9, "came later", 200, at: 9, again: true),
                try Self.attempt(8, "fails", 500, at: 8, again: true),
                try Self.attempt(7, "pressed without need", 500, at: 7, again: true),
            ],
            [
                try Self.attempt(3, "came later", 502, at: 3), try Self.attempt(2, "fails", 0, at: 2),
                try Self.attempt(1, "pressed without need", 200, at: 1), try Self.attempt(0, "came", 202, at: 0),
            ],
        ]
        for page in pages {
            let goesOn = survey.read(page)
            #expect(goesOn)
        }
        let lost = try #require(survey.failed.first)
        #expect(survey.failed.map(\.guid) == ["fails"])
        #expect(lost.attempt == 8, "GitHub is asked with the latest attempt")
        #expect(lost.failed == Self.start + 120)
        #expect(lost.lastFailed == Self.start + 480)
        #expect(lost.failure == "answered 500")
        #expect(!lost.isUnanswered)
        #expect(survey.newest == Self.start + 540)
        #expect(survey.lastSuccess == Self.start + 540)
    }

    @Test func whatWasAcceptedAndIsNotInTheLogIsLostToo() throws {
        var survey = DeliverySurvey()
        let page = [
            try Self.attempt(5, "gone", 0, at: 5, again: true), try Self.attempt(4, "gone too", 202, at: 4),
            try Self.attempt(3, "known", 202, at: 3), try Self.attempt(2, "gone", 202, at: 2),
        ]
        let goesOn = survey.read(page, unknown: ["gone", "gone too"])
        #expect(goesOn)
        #expect(survey.failed.map(\.guid) == ["gone", "gone too"])
        #expect(survey.failed.map(\.attempt) == [5, 4])
        #expect(
            survey.failed.map(\.failure) == [
                "answered 0", "accepted, but not in the log: an older backup was put back",
            ])
        #expect(survey.lastSuccess == Self.start + 240)
    }

    @Test func readingStopsWhereAnEarlierSurveyWas() throws {
        var survey = DeliverySurvey(limit: Self.start)
        // A late one among older ones does not end it.
        var goesOn = survey.read([try Self.attempt(2, "old", 500, at: -1), try Self.attempt(1, "late", 500, at: 1)])
        #expect(goesOn)
        goesOn = survey.read([try Self.attempt(0, "older", 500, at: -2)])
        #expect(!goesOn)
    }

    static func lost(
        requests: Int, requested: Double? = nil, due: Double = 0, lastFailed: Double = 0, isUnanswered: Bool = true
    ) -> LostDeliveryRecord {
        var lost = LostDeliveryRecord(
            guid: "g", hook: "app", attempt: 1, event: "push", action: nil, repository: nil, failed: start,
            lastFailed: start, failure: "timed out", isUnanswered: isUnanswered, requests: requests, requested: nil,
            due: start, state: .lost, reason: nil, ended: nil)
        lost.lastFailed += lastFailed
        lost.due += due
        lost.requested = requested.map { start.addingTimeInterval($0) }
        return lost
    }

    @Test func requestsComeAtDistancesThatDoubleAndEnd() {
        let policy = RedeliveryPolicy()
        var lost = Self.lost(requests: 0)
        var now = Self.start
        var distances: [Int] = []
        while case .ask = policy.verdict(on: lost, lastSuccess: nil, now: now) {
            lost.due = policy.next(after: lost, now: now)
            (lost.requests, lost.requested) = (lost.requests + 1, now)
            distances.append(Int(lost.due.timeIntervalSince(now) / 60))
            #expect(policy.verdict(on: lost, lastSuccess: nil, now: now + 1) == .wait(until: lost.due))
            now = lost.due
        }
        #expect(distances.prefix(7) == [10, 20, 40, 80, 160, 320, 360])
        #expect(distances.count <= policy.most)
        guard case .giveUp = policy.verdict(on: lost, lastSuccess: nil, now: now) else {
            Issue.record("it is asked for for ever")
            return
        }
    }

    @Test func aWebhookThatWorksAgainBringsTheNextRequestForward() {
        let policy = RedeliveryPolicy()
        let late = Self.lost(requests: 5, requested: 0, due: 20_000, lastFailed: 10)
        #expect(policy.verdict(on: late, lastSuccess: Self.start + 5, now: Self.start + 700) == .wait(until: late.due))
        #expect(policy.verdict(on: late, lastSuccess: Self.start + 60, now: Self.start + 700) == .ask)
        let soon = policy.verdict(on: late, lastSuccess: Self.start + 60, now: Self.start + 300)
        #expect(soon == .wait(until: Self.start + 600), "GitHub gets time to send it")
        let answered = Self.lost(requests: 5, requested: 0, due: 20_000, lastFailed: 10, isUnanswered: false)
        #expect(
            policy.verdict(on: answered, lastSuccess: Self.start + 60, now: Self.start + 700)
                == .wait(until: answered.due), "refused for what it is: the webhook has nothing to do with it")
        let often = Self.lost(requests: 7, requested: 0, due: 20_000, lastFailed: 10)
        #expect(
            policy.verdict(on: often, lastSuccess: Self.start + 60, now: Self.start + 700) == .wait(until: often.due))
    }

    @Test func whatGitHubHasForgottenIsGivenUp() {
        let verdict = RedeliveryPolicy().verdict(
            on: Self.lost(requests: 0), lastSuccess: nil, now: Self.start + 4 * 86_400)
        #expect(
            verdict
                == .giveUp(reason: "GitHub keeps deliveries for three days, and it did not arrive in that time"))
    }

    @Test func onlyRepositoriesSlipwayWouldHaveHeardOfAreAdopted() throws {
        let routing = Routing(
            gitHubHost: "github.com", rules: [ProjectRule(match: "acme/*", template: "t")], buildWorkflow: "w")
        func listed(_ name: String, daysBefore days: Double) throws -> ListedRepository {
            let name = try #require(RepositoryName(name))
            return ListedRepository(
                repository: Repository(id: 1, fullName: name, owner: Account(login: name.owner, id: 2)),
                createdAt: Self.start - days * 86_400)
        }
        let new = RepositoryAdoption(reach: .new, began: Self.start)
        #expect(new.reasonAgainst(try listed("acme/a", daysBefore: -30), routing: routing) == nil)
        #expect(new.reasonAgainst(try listed("acme/a", daysBefore: 2), routing: routing) == nil)
        #expect(
            new.reasonAgainst(try listed("acme/a", daysBefore: 4), routing: routing)
                == "older than Slipway; it is set up at its next push")
        #expect(new.reasonAgainst(try listed("other/a", daysBefore: 0), routing: routing) != nil)
        #expect(!new.concerns(1, known: [], seen: [1]), "a rule that comes later does not reach back")
        #expect(!new.concerns(1, known: [1], seen: []))
        #expect(new.concerns(1, known: [], seen: []))
        let all = RepositoryAdoption(reach: .all, began: Self.start)
        #expect(all.reasonAgainst(try listed("acme/a", daysBefore: 400), routing: routing) == nil)
        #expect(all.concerns(1, known: [], seen: [1]))
    }
}
