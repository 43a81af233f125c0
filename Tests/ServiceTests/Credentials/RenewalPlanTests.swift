import Automations
import Foundation
import Testing

@testable import Service

@Suite("When tokens are renewed, and how fast")
struct RenewalPlanTests {
    private let start = StorageFixture.now
    /// Of the project of repository 42, in millionths.
    private static let known = 376569

    @Test func theShareOfAProjectIsItsOwnAndStays() {
        let id = ProjectID(gitHubHost: "github.com", repository: 42).value
        // Of another process it would be another one if it came from a seeded hash: written down once.
        #expect(Int(RenewalPlan.share(of: id) * 1_000_000) == Self.known)
    }

    @Test func projectsOfOneMinuteAreDueAtTimesOfTheirOwn() {
        var minutes: [Int: Int] = [:]
        for number in 1...1000 {
            let margin = RenewalPlan.margin(of: ProjectID(gitHubHost: "github.com", repository: Int64(number)).value)
            #expect((15 * 60.0..<30 * 60).contains(margin))
            minutes[Int(margin / 60), default: 0] += 1
        }
        #expect(minutes.count == 15)
        #expect(minutes.values.allSatisfy { (40...100).contains($0) }, "\(minutes)")
    }

    @Test func aMinuteHoldsNoMoreThanItMay() {
        let pace = RenewalPace(.init(perMinute: 3))
        #expect((0..<5).map { _ in pace.take(at: start) } == [true, true, true, false, false])
        #expect(!pace.take(at: start.addingTimeInterval(59)))
        #expect(pace.take(at: start.addingTimeInterval(60)))
        // A clock that was set back locks nobody out.
        #expect(pace.take(at: start.addingTimeInterval(-3600)))
    }

    @Test func aProjectThatFailsWaitsLongerEachTime() {
        let pace = RenewalPace(.init(firstPause: 30, longestPause: 300))
        var now = start
        var pauses: [TimeInterval] = []
        for _ in 1...6 {
            pace.hold(.project("a"), at: now)
            let began = now
            while pace.isHeld(.project("a"), at: now) { now += 10 }
            pauses.append(now.timeIntervalSince(began))
        }
        #expect(pauses == [30, 60, 120, 240, 300, 300])
        #expect(!pace.isHeld(.project("b"), .all, at: start))
        #expect(pace.release(.project("a"), at: now))
        #expect(pace.hold(.project("a"), at: now) == 1)
    }

    @Test func whatWasUnderWayWhenOthersBeganToWaitEndsNoWait() {
        let pace = RenewalPace()
        let until = start.addingTimeInterval(600)
        pace.hold(.all, until: until, at: start)
        #expect(!pace.release(.all, at: start))
        #expect(pace.isHeld(.all, at: start.addingTimeInterval(599)))
        #expect(pace.release(.all, at: until))
    }
}
