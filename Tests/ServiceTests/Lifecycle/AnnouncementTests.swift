import Automations
import Foundation
import Simulation
import Testing

@testable import Service
@testable import Storage

@Suite("The announcement before a project leaves", .serialized, .timeLimit(.minutes(5)))
struct AnnouncementTests {
    private static let day = 86_400.0

    /// A project that nobody touched for eight days, and that is about to leave.
    private func leaving(_ fixture: AutomationFixture) async throws -> AutomationFixture.Site {
        let site = try await fixture.createProject("acme/site-test")
        fixture.time.pass(8 * Self.day)
        try await site.write { tx, project, now in
            _ = try tx.cleanUp(project, because: CleanUpReason(.unused, "nobody touched it"), at: now)
        }
        try await site.eventually("it is announced") { try await site.archival?.announced != nil }
        return site
    }

    @Test func whatCouldNotBeReadMovesTheTime() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await leaving(fixture)
            let head = try #require(try await site.project?.scaffoldSHA)
            let first = try #require(try await site.archival)
            #expect(try await site.comment(on: head).contains("is removed from the cluster at"))
            // Slipway, or GitHub, was away for the whole notice.
            fixture.time.pass(Self.day)
            try await site.eventually("the time is moved") { try await site.archival?.due != first.due }
            let moved = try #require(try await site.archival)
            #expect(moved.due.timeIntervalSince(first.due) > Self.day - 600)
            #expect(moved.begun == nil)
            #expect(try await site.comment(on: head).contains(Wording.moment(moved.due)))
            // Half a day later it is posted: a whole notice from then on.
            fixture.time.pass(Self.day / 2)
            try await site.post(on: head)
            try await site.eventually("the time is moved again") { try await site.archival?.due != moved.due }
            let last = try #require(try await site.archival)
            #expect(last.due.timeIntervalSince(moved.due) > Self.day / 2 - 600)
            fixture.time.pass(Self.day / 2)
            #expect(try await site.archival?.begun == nil)
            fixture.time.pass(Self.day / 2)
            try await site.becomes(.archived)
        }
    }

    @Test func whatIsPostedInTimeMovesNothing() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await leaving(fixture)
            let first = try #require(try await site.archival)
            try await site.post(on: try #require(try await site.project?.scaffoldSHA))
            try await site.eventually("it waits for the notice to end") {
                try await site.runs(.cleanUp).first?.waitsFor?.hasPrefix("somebody to say that it stays") == true
            }
            #expect(try await site.archival?.due == first.due)
            fixture.time.pass(Self.day)
            try await site.becomes(.archived)
        }
    }

    @Test func withoutCommentsNobodyIsWaitedFor() async throws {
        try await AutomationFixture.with({ $0.comments = .none }) { fixture in
            let site = try await leaving(fixture)
            let due = try await site.archival?.due
            fixture.time.pass(Self.day)
            try await site.becomes(.archived)
            #expect(try await site.archival?.due == due)
        }
    }

    @Test func theTopicThatKeepsItTakesTheAnnouncementBack() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await leaving(fixture)
            let head = try #require(try await site.project?.scaffoldSHA)
            try await site.write { tx, project, now in
                _ = try tx.follow(.topics(keep: false), project, note: "other topics", at: now)
            }
            #expect(try await site.archival?.announced != nil)
            try await site.write { tx, project, now in
                _ = try tx.follow(.topics(keep: true), project, note: "the topic", at: now)
            }
            try await site.eventually("it stays") { try await site.archival == nil }
            #expect(try await site.project?.state == .active)
            #expect(try await !site.comment(on: head).contains("is removed from the cluster"))
        }
    }

    @Test func anotherTrackedBranchLeavesNoAnnouncementOnTheOldOne() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site-test")
            let commit = try await fixture.github.push(to: "acme/site-test", files: ["a.txt": "a"], message: "On main")
            try await site.write { tx, project, now in
                try tx.pushes.record(
                    PushRecord(
                        project: project.id, ref: "refs/heads/main", before: project.scaffoldSHA ?? "", after: commit,
                        subject: "On main", time: now))
            }
            fixture.time.pass(8 * Self.day)
            try await site.write { tx, project, now in
                _ = try tx.cleanUp(project, because: CleanUpReason(.unused, "nobody touched it"), at: now)
            }
            try await site.eventually("it is announced") {
                try await site.comment(on: commit).contains("is removed from the cluster at")
            }
            try await fixture.github.createBranch("trunk", in: "acme/site-test")
            try await fixture.github.setDefaultBranch("acme/site-test", "trunk")
            try await site.write { tx, project, now in
                _ = try tx.follow(.trackedBranch("trunk"), project, note: "trunk now", at: now)
            }
            try await site.eventually("it is taken back there") {
                try await !site.comment(on: commit).contains("is removed from the cluster")
            }
        }
    }
}
