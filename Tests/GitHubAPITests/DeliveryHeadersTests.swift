import GitHubAPI
import Testing

@Suite("Delivery headers")
struct DeliveryHeadersTests {
    static let good: [String: [String]] = [
        "x-hub-signature-256": ["sha256=" + String(repeating: "0", count: 64)],
        "x-github-event": ["workflow_run"],
        "x-github-delivery": ["72d3162e-cc78-11e3-81ab-4c9367dc0958"],
        "x-github-hook-id": ["292430182"],
        "x-github-hook-installation-target-type": ["integration"],
        "x-github-hook-installation-target-id": ["79929171"],
        "content-type": ["application/json"],
        "content-length": ["8192"],
    ]

    func refusal(_ changes: [String: [String]]) -> DeliveryRefusal? {
        let headers = Self.good.merging(changes) { $1 }
        do {
            _ = try DeliveryHeaders.read { headers[$0] ?? [] }
            return nil
        } catch {
            return error
        }
    }

    @Test func readsWhatGitHubSends() throws {
        let headers = try DeliveryHeaders.read { Self.good[$0] ?? [] }.headers
        #expect(
            headers
                == DeliveryHeaders(
                    guid: "72d3162e-cc78-11e3-81ab-4c9367dc0958", event: "workflow_run", hookID: "292430182",
                    targetType: "integration", targetID: "79929171"))
    }

    @Test func everyRefusalHasItsStatus() {
        #expect(refusal(["x-hub-signature-256": []])?.status == 401)
        #expect(refusal(["x-hub-signature-256": ["sha256=x"]]) == .signature(.malformed))
        #expect(refusal(["x-github-event": []])?.status == 400)
        #expect(refusal(["x-github-event": ["push", "repository"]]) == .noEvent)
        #expect(refusal(["x-github-event": ["../push"]]) == .noEvent)
        #expect(refusal(["x-github-delivery": []])?.status == 400)
        #expect(refusal(["x-github-delivery": [""]]) == .noDelivery)
        #expect(refusal(["content-encoding": ["gzip"]])?.status == 415)
        #expect(refusal(["content-encoding": ["identity"]]) == nil)
        #expect(refusal(["content-type": ["application/x-www-form-urlencoded"]])?.status == 415)
        #expect(refusal(["content-length": ["26214400"]]) == nil)
        #expect(refusal(["content-length": ["26214401"]])?.status == 413)
    }

    @Test func theSignatureIsLookedAtFirst() {
        #expect(refusal(["x-hub-signature-256": [], "x-github-event": [], "content-encoding": ["br"]])?.status == 401)
    }

    @Test func everyRefusalIsASentence() {
        let refusals: [DeliveryRefusal] = [
            .signature(.missing), .signature(.duplicate), .signature(.malformed), .noEvent, .noDelivery, .encoded,
            .formEncoded, .tooLarge,
        ]
        for refusal in refusals {
            #expect(refusal.description.hasSuffix("."))
        }
    }
}
