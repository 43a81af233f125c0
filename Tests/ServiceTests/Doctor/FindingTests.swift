import Automations
import Foundation
import GitHubAPI
import Testing

@testable import Service

@Suite("Doctor: what is made of what was seen")
struct FindingTests {
    @Test func deliveries() {
        #expect(Sample.deliveries(("a", 202, "OK")).line == "✓ The last 1 arrived, the newest 60 s ago.")
        // The newest attempt of each delivery counts.
        #expect(Sample.deliveries(("a", 202, "OK"), ("a", 0, "timed out")).verdict == .ok)
        #expect(
            Sample.deliveries(("c", 202, "OK"), ("b", 401, "Unauthorized"), ("a", 0, "timed out")).line
                == "! 2 of the last 3 deliveries failed; newer ones arrived. Slipway asks for them again by itself. The last "
                + "failure: Slipway did not accept the signature (401). | https://github.com/settings/apps/slipway → Webhook "
                + "secret: the one that Slipway has → Save changes")
        #expect(
            Sample.deliveries(("a", 0, "failed to connect to host")).line.hasPrefix(
                "✗ 1 of the last 1 deliveries failed, the newest too: no answer (failed to connect to host). | curl -sSi "
                    + "https://slipway.example.com/webhooks/github"))
    }

    @Test(arguments: [
        ("https://slipway.example.com/webhooks/github", Finding.Verdict.ok),
        ("http://slipway.example.com/webhooks/github", .warning), ("https://slipway.example.com/", .failure),
        ("https://127.0.0.1/webhooks/github", .failure), ("http://slipway.slipway.svc/webhooks/github", .failure),
        ("nonsense", .failure), ("", .failure),
    ])
    func addresses(_ url: String, _ verdict: Finding.Verdict) {
        let hook = Sample.hook(HookConfiguration(url: url))
        #expect(hook.addressFinding(api: "https://api.github.com").verdict == verdict)
        #expect(
            Sample.hook(HookConfiguration(url: "http://127.0.0.1:80/webhooks/github"))
                .addressFinding(api: "http://127.0.0.1:4000/api/v3").verdict == .ok)
    }

    @Test func whatMayBeSecretInAnAddressIsNotTold() {
        let hook = Sample.hook(
            HookConfiguration(url: "https://me:secret@slipway.example.com/webhooks/github?key=secret"))
        #expect(
            hook.addressFinding(api: "https://api.github.com").sentence
                == "The App's webhook delivers to https://slipway.example.com/webhooks/github.")
    }

    @Test func clocks() {
        #expect(ClockDifference(seconds: 29).finding(of: "GitHub").verdict == .ok)
        #expect(
            ClockDifference(seconds: -90).finding(of: "GitHub").sentence
                == "This machine's clock is 90 s behind GitHub's.")
        #expect(
            ClockDifference(seconds: 7300).finding(of: "GitHub").sentence
                == "This machine's clock is 2 h ahead of GitHub's.")
        #expect(ClockDifference(seconds: 301).finding(of: "GitHub").verdict == .failure)
    }

    @Test func datesOfAnswersAreRead() async throws {
        #expect(HTTPDate.date("Sat, 21 Nov 2026 14:21:09 GMT") == Date(timeIntervalSince1970: 1_795_270_869))
        let difference = try await ClockDifference(now: { Date(timeIntervalSince1970: 1_795_270_900) }) {
            "Sat, 21 Nov 2026 14:21:09 GMT"
        }
        #expect(difference.seconds == 30.5)
        await #expect(throws: Unchecked.self) { try await ClockDifference(now: { Date() }) { "soon" } }
    }

    @Test func versions() {
        #expect(Sample.version("24").verdict == .warning)
        #expect(Sample.version("27+").line == "✓ Kubernetes v1.27+.0.")
    }

    @Test func ingressClasses() {
        #expect(Sample.ingressClasses(.auto, ["a", "b"], standard: "b").line == "✓ b, the default.")
        #expect(Sample.ingressClasses(.auto, ["a"]).line == "✓ a, the only one.")
        #expect(Sample.ingressClasses(.auto, ["a", "b"]).verdict == .warning)
        #expect(
            Sample.ingressClasses(.named("nginx"), ["traefik"]).line
                == "✗ cluster.ingressClass is nginx, and there are: traefik. | Set cluster.ingressClass: traefik, or auto."
        )
    }

    @Test func space() {
        #expect(DiskSpace.text(512) == "512 B")
        #expect(DiskSpace.text(3_250_000) == "3.2 MB")
        #expect(Sample.space(127 << 20).verdict == .failure)
        #expect(Sample.space(900 << 20).verdict == .warning)
        #expect(Sample.space(2 << 30).verdict == .ok)
        #expect(Sample.space(2 << 30, hasFreeFiles: false).verdict == .failure)
    }

    @Test func scopesOfAClassicToken() throws {
        #expect(try Sample.scopes(["repo"]).sentence == "The token lacks workflow.")
        #expect(try Sample.scopes(["repo", "workflow"]).verdict == .warning)
        var off = SweepChoices()
        off.deliveries = nil
        #expect(try Sample.scopes(["repo", "workflow"], sweeps: off).verdict == .ok)
    }

    @Test func accountsThatRulesName() {
        #expect(Sample.cover(Sample.installation("ACME")).line == "✓ Installed on ACME.")
        #expect(Sample.cover(Sample.installation("other")).line.hasPrefix("! A rule names acme, where"))
        #expect(Sample.cover().line.hasSuffix("https://github.com/apps/slipway/installations/new → Install"))
    }
}
