import Testing

@testable import Service

@Suite("Spelling")
struct SpellingTests {
    @Test(arguments: [("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("same", "same", 0)])
    func distanceCountsEdits(left: String, right: String, distance: Int) {
        #expect(Spelling.distance(left, right) == distance)
    }

    @Test func onlyCloseWordsAreSuggested() {
        #expect(Spelling.nearest(to: "webhooksecret", in: ["webhookSecrets", "web"]) == "webhookSecrets")
        #expect(Spelling.nearest(to: "zzz", in: ["listen", "data"]) == nil)
    }
}
