import Testing

@testable import Automations

@Suite struct ProjectRuleTests {
    @Test(arguments: [
        ("acme/web-*", "acme/web-shop", true),
        ("acme/web-*", "Acme/Web-Shop", true),
        ("acme/web-*", "acme/shop", false),
        ("acme/*", "acme/x", true),
        ("acme/*", "acme/", true),
        ("acme/*", "other/acme", false),
        ("*", "acme/x", false),
        ("*/*", "acme/x", true),
        ("*/web", "acme/web", true),
        ("acme/?", "acme/x", true),
        ("acme/?", "acme/xy", false),
        ("acme?x", "acme/x", false),
        ("acme/*-*-api", "acme/a-b-c-api", true),
        ("acme/*-*-api", "acme/a-api", false),
        ("acme/[x]", "acme/x", false),
        ("", "", true),
        ("", "acme/x", false),
    ])
    func globs(pattern: String, text: String, expected: Bool) {
        #expect(Glob(pattern).matches(text) == expected)
    }

    @Test func theFirstMatchWins() {
        let rules = [
            ProjectRule(match: "acme/web-*", template: "nextjs-15-app"),
            ProjectRule(match: "acme/*", topic: "slipway", template: "static-site"),
        ]
        #expect(rules.first(covering: "acme/web-shop", topics: ["slipway"])?.template == "nextjs-15-app")
        #expect(rules.first(covering: "acme/docs", topics: ["Slipway"])?.template == "static-site")
        #expect(rules.first(covering: "acme/docs", topics: []) == nil)
        #expect(rules.first(covering: "other/web-shop", topics: ["slipway"]) == nil)
    }

    @Test func topicsMatterOnlyWhereARuleAsksForThem() {
        let rules = [ProjectRule(match: "acme/*", topic: "slipway", template: "static-site")]
        #expect(rules.dependsOnTopics(of: "acme/docs"))
        #expect(!rules.dependsOnTopics(of: "other/docs"))
    }
}
