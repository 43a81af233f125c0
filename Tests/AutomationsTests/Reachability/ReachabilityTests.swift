import KubernetesAPI
import Storage
import Testing

@testable import Automations

@Suite struct ReachabilityTests {
    @Test func whatAStatusMeans() {
        #expect(Reachability(status: 200) == .answers(status: 200))
        #expect(Reachability(status: 301) == .answers(status: 301))
        #expect(Reachability(status: 401) == .answers(status: 401))
        #expect(Reachability(status: 404) == .fails(.status(404)))
        #expect(Reachability(status: 503) == .fails(.status(503)))
    }

    @Test func aMissingRecordIsExplained() {
        let trouble = Reachability.Failure.noName.trouble("web.apps.example.com", in: "project-x-staging")
        #expect(trouble.what == "it runs, but its address has no DNS record.")
        #expect(trouble.why == "The name `web.apps.example.com` leads nowhere.")
        #expect(
            trouble.whatToDo
                == "make a DNS record for `web.apps.example.com`, or for `*` in its domain, that leads to the address of the "
                + "ingress controller (`kubectl get ingress -n project-x-staging`).")
        #expect(trouble.summary == "ready, but its address has no DNS record")
    }

    static let failures: [Reachability.Failure] = [
        .noName, .nameServer, .refused(at: "203.0.113.7:443"), .silent(at: "203.0.113.7:443"),
        .unroutable(at: "203.0.113.7:443"), .untrustedCertificate, .otherCertificate, .tls, .noAnswer, .status(404),
        .status(500), .status(503), .proxy(words: "the proxy p:1 cannot be reached"),
    ]

    @Test(arguments: failures)
    func everyFailureHasItsWords(_ failure: Reachability.Failure) {
        let trouble = failure.trouble("web.example.com", in: "project-x-staging")
        #expect(trouble.what.hasPrefix("it runs, but ") && trouble.what.hasSuffix("."))
        #expect(trouble.why.hasSuffix(".") && trouble.why.first?.isLowercase == false)
        #expect(trouble.whatToDo.hasSuffix(".") && trouble.whatToDo.first?.isLowercase == true)
        #expect((trouble.summary ?? "").count <= 140)
        for text in [trouble.what, trouble.why, trouble.whatToDo] { #expect(text.count { $0 == "`" } % 2 == 0) }
    }
}
