import Foundation
import KubernetesAPI
import Storage
import Testing

@testable import Automations

@Suite struct DiagnosisTests {
    @Test(arguments: Situation.all)
    func isSaidInOneSentenceWithItsCauseAndItsRemedy(situation: Situation) throws {
        let diagnosis = try #require(try situation.diagnoses.first, "nothing is said")
        #expect(diagnosis.kind == situation.kind)
        #expect(diagnosis.outlook == situation.outlook)
        #expect(diagnosis.sentence == situation.says)
        #expect(diagnosis.cause == situation.because)
        #expect(diagnosis.remedy == situation.remedy)
        if let summary = situation.summary { #expect(diagnosis.summary == summary) }
    }

    @Test(arguments: Situation.all)
    func oneThingIsSaidOnce(situation: Situation) throws {
        #expect(try situation.diagnoses.map(\.kind) == [situation.kind])
    }

    @Test(arguments: Situation.all)
    func sentencesFitWhereTheyAreRead(situation: Situation) throws {
        let diagnosis = try #require(try situation.diagnoses.first)
        for text in [diagnosis.sentence, diagnosis.cause, diagnosis.remedy] {
            #expect(text.hasSuffix(".") && !text.hasSuffix(".."), "\(text)")
            #expect(!text.contains("\n") && !text.contains("!"), "\(text)")
            #expect(text.filter { $0 == "`" }.count.isMultiple(of: 2), "\(text)")
        }
        #expect(diagnosis.sentence.count <= 80)
        #expect(!diagnosis.summary.contains("`") && !diagnosis.summary.hasSuffix("."))
        #expect(diagnosis.cause.first?.isLowercase != true, "\(diagnosis.cause)")
        #expect(diagnosis.remedy.first?.isUppercase != true, "\(diagnosis.remedy)")
    }

    /// Those without objects of their own are said when patience ends.
    @Test func everyKindHasItsSituation() {
        let seen = Set(Situation.all.map(\.kind))
        #expect(Diagnosis.Kind.allCases.filter { !seen.contains($0) } == [.fluxTooSlow, .podsTooSlow])
        #expect(Situation.all.count >= 40)
        #expect(Set(Situation.all.map(\.title)).count == Situation.all.count)
    }

    @Test func aHealthyEnvironmentIsFine() throws {
        let healthy = Fixture.flux() + Fixture.web
        #expect(try Fixture.environment(healthy).diagnosis == nil)
    }

    @Test func whatLastsComesBeforeWhatMayPassAndCausesBeforeWhatFollows() throws {
        let unreachable = Fixture.fetching("unable to clone 'https://github.com/acme/web-shop': i/o timeout")
        let crash = Fixture.web + Fixture.crashing("{exitCode: 1, reason: Error}")
        let health = Fixture.applying(
            "health check failed after 2m0s: timeout waiting for: [Deployment/project-x-staging/web status: "
                + "'InProgress']",
            reason: "HealthCheckFailed")
        #expect(try kinds(unreachable + crash) == [.crashLoop, .gitHostUnreachable])
        #expect(try kinds(health + crash) == [.crashLoop, .healthCheckFailed])
        #expect(try kinds(Fixture.flux(suspended: "Kustomization") + crash) == [.fluxSuspended, .crashLoop])
    }

    @Test func aStuckRolloutIsExplainedByItsPods() throws {
        let overdue = Fixture.deployment(
            conditions: "[{type: Progressing, status: \"False\", reason: ProgressDeadlineExceeded, message: timed out}]"
        )
        let probe = Fixture.event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503")
        let found = try Fixture.environment(overdue + Fixture.running + probe).diagnoses
        #expect(found.map(\.kind) == [.readinessFailing])
        #expect(found.first?.outlook == .lasting)
    }

    @Test func podsOfTheOldVersionSayNothing() throws {
        let old = Fixture.crashing("{exitCode: 1, reason: Error}").replacing("replicaset-2", with: "replicaset-1")
        #expect(try kinds(Fixture.web + old) == [])
    }

    @Test func aQuotaMayBecomeFreeAtFirst() throws {
        let situation = try #require(Situation.refusals.first)
        let fresh = situation.objects.replacing("2026-03-14T11:57:00Z", with: "2026-03-14T11:59:45Z")
        #expect(try Fixture.environment(fresh).diagnosis?.outlook == .passing)
    }

    @Test func aTagThatHolds429IsNoLimitOfTheRegistry() throws {
        let situation = try #require(Situation.images.first { $0.kind == .imageTagMissing })
        let objects = situation.objects.replacing("3f2a1bc", with: "3f4291bc")
        #expect(try kinds(objects).contains(.imageTagMissing))
    }

    @Test func anIngressWithoutAClassThatHasAnAddressIsTaken() throws {
        let situation = try #require(Situation.routes.first { $0.kind == .ingressClassUnset })
        let taken = situation.objects.replacing("ingress: []", with: "ingress: [{ip: 203.0.113.10}]")
        #expect(try kinds(taken) == [])
    }

    @Test func aProxyThatWantsALoginIsNoRefusedLoginOfFlux() {
        #expect(!FluxFailure.isRefusedLogin("Get \"https://github.com/a/b\": Proxy Authentication Required"))
        #expect(FluxFailure.isRefusedLogin("authentication required: Repository not found."))
    }

    @Test func flowsOfWordsAreCut() throws {
        let long = String(repeating: "accumulating resources ", count: 200)
        let broken = Fixture.applying("kustomize build failed: \(long)", reason: "BuildFailed")
        let cause = try #require(try Fixture.environment(broken).diagnosis?.cause)
        #expect(cause.count < 600)
    }

    @Test func recordsKeepTheKind() throws {
        let trouble = try #require(try Situation.containers[0].diagnoses.first).trouble
        #expect(trouble.code == "crashLoop")
        let old = #"{"what":"a","why":"b","whatToDo":"c"}"#
        #expect(try JSONDecoder().decode(Trouble.self, from: Data(old.utf8)).code == nil)
    }

    private func kinds(_ objects: String) throws -> [Diagnosis.Kind] {
        try Fixture.environment(objects).diagnoses.map(\.kind)
    }
}
