import Foundation
import GitHubAPI
import KubernetesAPI
import RunEngine
import Storage
import Testing

@testable import Automations

private func ingressClass(_ name: ObjectName, isDefault: Bool = false) -> IngressClass {
    let annotations = isDefault ? ["ingressclass.kubernetes.io/is-default-class": "true"] : [:]
    return IngressClass(metadata: ObjectMeta(name: name, annotations: annotations))
}

private let trouble = Trouble(what: "the manifests cannot be built.", why: "x", whatToDo: "y", summary: "no build")

private func environment(_ state: EnvironmentState, image: String? = nil) -> EnvironmentRecord {
    EnvironmentRecord(
        project: "p", name: .staging, namespace: "n", state: state, imageTag: image,
        updated: Date(timeIntervalSince1970: 0))
}

@Suite struct RecordTests {
    @Test func theAuditHasAWordForEveryAutomation() {
        let words = AutomationName.allCases.map { AuditAction(automation: $0.rawValue) }
        #expect(!words.contains(.other))
        #expect(Set(words).count == words.count)
        #expect(AuditAction(automation: "Dance") == .other)
    }

    @Test func theIngressClassIsTheDefaultElseTheOnlyOne() async throws {
        func auto(_ classes: [IngressClass]) async throws -> String? {
            try await IngressClassChoice.auto.resolve { classes }
        }
        #expect(try await auto([ingressClass("a"), ingressClass("nginx", isDefault: true)]) == "nginx")
        #expect(try await auto([ingressClass("a")]) == "a")
        #expect(try await auto([ingressClass("a"), ingressClass("b")]) == nil)
        #expect(try await auto([]) == nil)
    }

    @Test func aChosenIngressClassAsksNobody() async throws {
        struct Asked: Error {}
        #expect(try await IngressClassChoice.named("traefik").resolve { throw Asked() } == "traefik")
        #expect(try await IngressClassChoice.none.resolve { throw Asked() } == nil)
        await #expect(throws: Asked.self) { try await IngressClassChoice.auto.resolve { throw Asked() } }
    }

    @Test func manifestsThatCannotBeAppliedDegradeAnEnvironmentUntilTheyAreMended() {
        var record = environment(.ready, image: "9ab01de")
        record.note(.failed(trouble))
        #expect(record.state == .degraded)
        #expect(record.message == "no build")
        #expect(record.trouble == trouble)
        record.note(.missing)
        #expect(record.state == .degraded)
        record.note(.ready(commit: "3f2a1bc"))
        #expect(record.state == .ready)
        #expect(record.message == nil)
        #expect(record.trouble == nil)
    }

    @Test func anEnvironmentWithoutAnImageGoesBackToWaiting() {
        var record = environment(.degraded)
        record.note(.ready(commit: "3f2a1bc"))
        #expect(record.state == .waiting)
        #expect(record.message == "waits for the first image")
    }

    @Test(arguments: [EnvironmentState.working, .failed])
    func aPushDoesNotSpeakForARelease(state: EnvironmentState) {
        var record = environment(state)
        record.note(.ready(commit: "3f2a1bc"))
        #expect(record.state == state)
        guard state == .working else { return }
        record.note(.failed(trouble))
        #expect(record.state == .working)
    }

    /// Its comment is not told again when that release has ended.
    @Test func aCommitWithoutAReleaseDoesNotTellOfTheWorkOfAnother() {
        #expect(environment(.working, image: "9ab01de").stateForOthers == .ready)
        #expect(environment(.working).stateForOthers == .waiting)
        #expect(environment(.degraded, image: "9ab01de").stateForOthers == .degraded)
    }

    @Test(
        arguments: [
            (nil, "queued", BuildState.requested),
            (nil, "in_progress", .inProgress),
            (.success, "completed", .success),
            (.timedOut, "completed", .timedOut),
            (.other("brand_new"), "completed", .failure),
        ] as [(Conclusion?, String, BuildState)])
    func buildStates(conclusion: Conclusion?, status: String, expected: BuildState) {
        let run = WorkflowRun(
            id: 1, path: "x", status: status, conclusion: conclusion, headBranch: "main", headSHA: "s",
            headRepositoryID: 1, htmlURL: "https://github.com")
        #expect(BuildState(run) == expected)
    }

    @Test func onlyFailedJobsAndStepsAreNamed() throws {
        let json = """
            [{"id":1,"name":"test","status":"completed","conclusion":"success","steps":[]},
             {"id":2,"name":"lint","status":"completed","conclusion":"skipped","steps":[]},
             {"id":3,"name":"image","status":"completed","conclusion":"failure","html_url":"https://github.com/j/3",
              "steps":[{"number":1,"name":"Checkout","status":"completed","conclusion":"success"},
                       {"number":2,"name":"Build and push","status":"completed","conclusion":"failure"},
                       {"number":3,"name":"Post","status":"completed","conclusion":"skipped"}]},
             {"id":4,"name":"later","status":"queued","conclusion":null,"steps":[]}]
            """
        let jobs = try JSONDecoder().decode([WorkflowJob].self, from: Data(json.utf8))
        let run = WorkflowRun(
            id: 1, path: "x", headBranch: "main", headSHA: "s", headRepositoryID: 1, htmlURL: "https://github.com/r")
        #expect(
            jobs.compactMap { FailedJob($0, run) }
                == [FailedJob(name: "image", url: "https://github.com/j/3", steps: ["Build and push"])])
    }

    @Test func aClusterWithoutFluxIsSaidToBeOne() {
        let error = UserError(
            what:
                "The cluster does not know the type gitrepositories.source.toolkit.fluxcd.io, so it could not get it.",
            whatToDo: "Install what defines the type.", code: "kubernetes.resourceTypeMissing")
        #expect(error.trouble.what == "Flux is not installed in the cluster.")
        #expect(error.trouble.code == "fluxNotInstalled")
    }

    @Test func aFailureBecomesATrouble() {
        let error = UserError(what: "GitHub refused.", why: "No right.", whatToDo: "Grant it.", code: "x")
        #expect(error.trouble == Trouble(what: "GitHub refused.", why: "No right.", whatToDo: "grant it."))
        let refused = UserError(what: "The cluster refused to apply x.", code: "kubernetes.forbidden")
        #expect(refused.trouble.summary == "the cluster did not do what it was asked")
    }

    @Test func inputsSurviveTheirJSON() throws {
        let name = try #require(RepositoryName("acme/web-shop"))
        let input = SetUpInput(repository: 42, fullName: name, installation: nil)
        let text = String(decoding: try RunInput.setUpProject(input).json(), as: UTF8.self)
        #expect(text == #"{"fullName":"acme/web-shop","repository":42}"#)
        #expect(try JSONDecoder().decode(SetUpInput.self, from: Data(text.utf8)) == input)
        let run = WorkflowRun(
            id: 7, path: ".github/workflows/slipway.yml", conclusion: .success, headBranch: "main",
            headSHA: String(repeating: "a", count: 40), headRepositoryID: 42, htmlURL: "https://github.com/r")
        let json = try RunInput.deploy(BuildInput(run: run)).json()
        #expect(try JSONDecoder().decode(BuildInput.self, from: json) == BuildInput(run: run))
    }
}
