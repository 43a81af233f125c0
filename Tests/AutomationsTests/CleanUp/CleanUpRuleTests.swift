import Foundation
import Storage
import Testing

@testable import Automations

@Suite("Which projects leave the cluster by themselves")
struct CleanUpRuleTests {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    static let hour = 3600.0
    static let day = 86_400.0

    let rule = CleanUpRule(CleanUpChoices())

    private func facts(
        _ name: String = "web-shop", _ state: ProjectState = .active, untouched age: Double = 0, gone: Double? = nil,
        paused: Bool = false, leaving: Bool = false
    ) -> CleanUpFacts {
        CleanUpFacts(
            name: name, state: state, touched: Self.now.addingTimeInterval(-age),
            gone: gone.map { Self.now.addingTimeInterval(-$0) }, isPaused: paused, isLeaving: leaving)
    }

    @Test(
        "names with a whole word",
        arguments: [
            ("test", "test"), ("web-test", "test"), ("test.site", "test"), ("my_demo_shop", "demo"), ("TMP-1", "tmp"),
            ("a.b-c_tmp", "tmp"), ("Demo", "demo"),
        ])
    func words(name: String, word: String) {
        #expect(rule.word(in: name) == word)
    }

    @Test(
        "names without one",
        arguments: [
            "latest", "web-latest", "testing", "contest", "demonstration", "tmpfs", "prod-test", "PROD-demo", "", "-",
            "web-shop", "attempt", "test1",
        ])
    func noWords(name: String) {
        #expect(rule.word(in: name) == nil)
    }

    @Test("a word counts after seven days without a touch, not before")
    func unused() {
        #expect(rule.reason(facts("web-test", untouched: 7 * Self.day - 1), at: Self.now) == nil)
        let reason = rule.reason(facts("web-test", untouched: 7 * Self.day), at: Self.now)
        #expect(reason?.cause == .unused)
        #expect(reason?.text == "nobody touched it for 7 days, and its name has the word `test`")
        #expect(rule.reason(facts("web-shop", untouched: 70 * Self.day), at: Self.now) == nil)
        #expect(rule.reason(facts("prod-test", untouched: 70 * Self.day), at: Self.now) == nil)
        #expect(rule.reason(facts("web-test", .settingUp, untouched: 70 * Self.day), at: Self.now) == nil)
        #expect(rule.reason(facts("web-test", .archived, untouched: 70 * Self.day), at: Self.now) == nil)
    }

    @Test("a set-up that failed counts after a day, whatever the name")
    func failed() {
        #expect(rule.reason(facts("prod-shop", .failed, untouched: Self.day - 1), at: Self.now) == nil)
        let reason = rule.reason(facts("prod-shop", .failed, untouched: 26 * Self.hour), at: Self.now)
        #expect(reason == CleanUpReason(.failed, "its set-up failed 26 h ago and nobody mended it"))
    }

    @Test("a deleted repository counts after a day, in every state", arguments: ProjectState.allCases)
    func deleted(state: ProjectState) {
        #expect(rule.reason(facts("web", state, gone: Self.day - 1), at: Self.now) == nil)
        let reason = rule.reason(facts("web", state, gone: Self.day), at: Self.now)
        #expect(reason == CleanUpReason(.deleted, "its repository was deleted on GitHub 24 h ago"))
    }

    @Test("a pause keeps a project, and one that leaves already is not told to leave again")
    func kept() {
        for state in [ProjectState.active, .failed] {
            #expect(rule.reason(facts("a-test", state, untouched: 70 * Self.day, paused: true), at: Self.now) == nil)
            #expect(rule.reason(facts("a-test", state, untouched: 70 * Self.day, leaving: true), at: Self.now) == nil)
        }
        #expect(rule.reason(facts("a", gone: 70 * Self.day, paused: true), at: Self.now) == nil)
    }

    @Test("each can be switched off, and the words be chosen")
    func choices() {
        let off = CleanUpRule(CleanUpChoices(failedAfter: nil, unusedAfter: nil, deletedAfter: nil))
        for facts in [
            facts("a-test", untouched: 70 * Self.day), facts("a", .failed, untouched: 70 * Self.day),
            facts("a", gone: 70 * Self.day),
        ] {
            #expect(off.reason(facts, at: Self.now) == nil)
            #expect(rule.reason(facts, at: Self.now) != nil)
        }
        let own = CleanUpRule(CleanUpChoices(words: ["spike"]))
        #expect(own.word(in: "web-spike") == "spike")
        #expect(own.word(in: "web-test") == nil)
    }

    @Test("how a farewell is told")
    func farewell() {
        let announced = FarewellStory(phase: .announced, reason: "nobody touched it", time: Self.now)
        #expect(
            announced.text("acme/web-test", branch: "main") == """
                📦 **This project is removed from the cluster at 2027-01-15 08:00 UTC**: nobody touched it. The repository \
                stays as it is.

                **To keep it:** give the repository the topic `slipway-keep`, push to `main`, or run `slipway project pause \
                acme/web-test`.
                """)
        let removed = FarewellStory(phase: .removed, reason: "a person archived it", time: Self.now)
        #expect(
            removed.text("acme/web-test", branch: "main") == """
                📦 **This project is archived**: nothing of it is in the cluster since 2027-01-15 08:00 UTC, because a person \
                archived it. A push to `main` brings it back.
                """)
    }
}
