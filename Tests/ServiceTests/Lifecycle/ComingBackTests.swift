import Automations
import Foundation
import GitHubAPI
import Simulation
import Testing

@testable import Service
@testable import Storage

@Suite("Projects that come back", .serialized, .timeLimit(.minutes(5)))
struct ComingBackTests {
    /// Notes that an environment runs the image of the scaffold, whose build has ended.
    private func released(_ site: AutomationFixture.Site, to environment: EnvironmentName) async throws -> String {
        let head = try #require(try await site.project?.scaffoldSHA)
        try await site.write { tx, project, now in
            try tx.environments.update(project.id, environment, at: now) { record in
                (record.state, record.imageTag, record.desiredImageTag) = (.ready, head, head)
            }
        }
        return head
    }

    /// Its manifests and its build still name the image by the name of before.
    @Test func anEnvironmentIsReadyWhenItsPodsRunAgain() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let head = try await released(site, to: .staging)
            try await site.archive()
            #expect(try await site.environment(.staging)?.state == .archived)
            try await fixture.github.rename("acme/site", to: "page")
            try await site.comeBack()
            try await site.eventually("the pods run") { try await site.environment(.staging)?.state == .ready }
            let staging = try await site.environment(.staging)
            #expect(staging?.imageTag == head)
            #expect(staging?.message == nil)
            #expect(try await site.environment(.development)?.message == "waits for the first image")
            let project = try #require(try await site.project)
            #expect(project.fullName == "acme/page")
            let kustomization = await fixture.cluster.object(
                "Kustomization", namespace: site.namespace(.staging), name: "\(site.id)-staging")
            let pin = kustomization?["spec"]?["images"]?[0]
            #expect(pin?["name"]?.string == "\(fixture.github.registryHost)/acme/site")
            #expect(pin?["newTag"]?.string == head)
        }
    }

    @Test func anEnvironmentWhosePodsCrashSaysSo() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let head = try await released(site, to: .development)
            try await site.archive()
            await fixture.cluster.setBehaviour(.crashes(exitCode: 1), forTag: head)
            try await site.comeBack()
            try await site.eventually("it is known") { try await site.environment(.development)?.state == .degraded }
            let development = try await site.environment(.development)
            #expect(development?.trouble?.what.isEmpty == false)
            #expect(try await site.comment(on: head).contains("What to do"))
        }
    }

    @Test func oneThatNoRuleCoversAnyMoreStaysAway() async throws {
        let change = { (settings: inout Settings) in
            settings.rules = [ProjectRule(match: "acme/*", topic: "slipway", template: "static-site")]
        }
        try await AutomationFixture.with(change) { fixture in
            let site = try await fixture.createProject("acme/site", topics: ["slipway"])
            try await site.archive()
            try await fixture.github.setTopics("acme/site", [])
            try await site.comeBack()
            try await site.eventually("it stays away") { try await site.project?.state == .archived }
            let archival = try await site.archival
            #expect(archival?.removed != nil)
            #expect(archival?.cause == .person)
            #expect(archival?.reason.hasPrefix("Slipway leaves its repository alone: the rule acme/* asks") == true)
            #expect(try await site.environment(.staging)?.state == .archived)
            // With the topic the next push brings it back.
            try await fixture.github.setTopics("acme/site", ["slipway"])
            try await site.comeBack()
            try await site.becomes(.active)
        }
    }

    @Test func whatItTracksNowIsToldAndNothingStaysOnTheOldBranch() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let commit = try await fixture.github.push(to: "acme/site", files: ["a.txt": "a"], message: "On main")
            try await site.write { tx, project, now in
                try tx.pushes.record(
                    PushRecord(
                        project: project.id, ref: "refs/heads/main", before: project.scaffoldSHA ?? "", after: commit,
                        subject: "On main", time: now))
            }
            try await site.archive()
            #expect(try await site.comment(on: commit).contains("This project is archived"))
            try await fixture.github.push(
                to: "acme/site", branch: "trunk", files: ["b.txt": "b"], message: "On the trunk")
            try await fixture.github.setDefaultBranch("acme/site", "trunk")
            try await site.comeBack()
            try await site.becomes(.active)
            let told = try await site.comment(on: commit)
            #expect(!told.contains("This project is archived"))
            #expect(told.contains("On main"))
            #expect(try await site.project?.branch == "trunk")
        }
    }

    /// A release that had come to staging when its project left goes on there; an older one does not.
    @Test func theNewestImageGoesOnWhereItWasStopped() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site")
            let head = try #require(try await site.project?.scaffoldSHA)
            let ids = try await site.write { tx, project, now in
                try (1...2).map { number in
                    let release = try tx.releases.record(
                        BuildReport(
                            project: project.id, sha: head, ref: "refs/heads/main", run: Int64(number), attempt: 1,
                            number: number, name: "slipway", url: "", state: .success,
                            started: now.addingTimeInterval(Double(number)), finished: now, subject: "",
                            previousSHA: nil), at: now
                    ).release
                    try tx.releases.update(.development, of: release.id, at: now) { $0.state = .ready }
                    try tx.releases.update(.staging, of: release.id, at: now) { row in
                        (row.state, row.started) = (.working, now)
                    }
                    return release.id
                }
            }
            try await site.archive()
            let ended = try await site.read { try $0.releases.environments(of: ids[1]).map(\.state) }
            #expect(ended == [.ready, .superseded, .superseded])
            try await site.comeBack()
            try await site.eventually("it has arrived") {
                let states = try await site.read { try $0.releases.environments(of: ids[1]).map(\.state) }
                return states.allSatisfy { $0 == .ready }
            }
            let older = try await site.read { try $0.releases.environments(of: ids[0]).map(\.state) }
            #expect(older == [.ready, .superseded, .superseded])
            #expect(try await site.runs(.promote).count == 1)
        }
    }

    @Test func aFailedSetUpThatIsReplayedEndsWell() async throws {
        try await AutomationFixture.with { fixture in
            let refusal = #"{"message":"Validation Failed","errors":[{"resource":"Tree","code":"invalid"}]}"#
            await fixture.github.inject(
                Fault(.answer(status: 422, body: refusal), method: "POST", path: "/git/trees"))
            let site = try await fixture.create("acme/site")
            try await site.becomes(.failed)
            let run = try #require(try await site.runs(.setUpProject).first)
            try await site.eventually("the run has ended") {
                try await site.runs(.setUpProject).first?.state == .failed
            }
            try await site.write { tx, _, now in try tx.runs.tryAgain(run.id, at: now) }
            try await site.becomes(.active)
            #expect(try await site.project?.trouble == nil)
        }
    }
}
