import Foundation
import GitHubAPI
import KubernetesAPI
import Simulation
import Testing

@testable import Automations
@testable import Service
@testable import Storage

@Suite("Repositories that GitHub does not show", .serialized, .timeLimit(.minutes(5)))
struct UnseenTests {
    /// A public repository is shown to everybody; what the App is given for it tells.
    @Test(arguments: [true, false])
    func transferredToAnOwnerWithoutTheAppAndSeenAgain(isPrivate: Bool) async throws {
        try await AutomationFixture.with { fixture in
            let site = try await fixture.createProject("acme/site", isPrivate: isPrivate)
            await fixture.github.createAccount("globex", appInstalled: false)
            try await fixture.github.transfer("acme/site", to: "globex")
            let name = try #require(RepositoryName("globex/site"))
            try await site.write { tx, project, now in
                let owner = Account(login: "globex", id: 99)
                _ = try tx.follow(
                    .moved(to: name, owner: owner, installation: nil), project, note: "transferred from acme", at: now)
            }
            try await site.eventually("it is noted") { try await site.project?.unseen != nil }
            let project = try #require(try await site.project)
            #expect(project.unseen == "it is gone, or there is no access to it (transferred from acme)")
            // Nobody asks GitHub in vain, minute by minute.
            #expect(try await site.read { try !$0.needsCredential(project) })

            let installation = Int64(try await fixture.github.installApp(on: "globex"))
            await sweep(fixture).sweep()
            try await site.eventually("it has followed") {
                try await site.runs(.followRepository).contains { $0.outcome?.hasPrefix("GitHub shows it") == true }
            }
            let found = try #require(try await site.project)
            #expect(found.unseen == nil)
            #expect(found.installation == installation)
            #expect(found.fullName == "globex/site")
            #expect(try await site.read { try $0.needsCredential(found) })
        }
    }

    /// One that follows passes by what has no source yet: what was made of it bears the former owner's name.
    @Test func transferredWhileAnEnvironmentCannotBePrepared() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await Self.createInPart(fixture, movesToTheApp: true)
            let staging = site.namespace(.staging)
            let former = ProjectNames.registryAuth(ownerID: try #require(try await site.project).ownerID).text
            #expect(await fixture.cluster.object("Secret", namespace: staging, name: former) != nil)
            try await fixture.github.transfer("acme/site", to: "globex")
            let owner = try await Self.tellOfTheTransfer(site)
            try await site.eventually("it follows") {
                try await site.runs(.followRepository).contains { $0.state == .done }
            }
            await fixture.cluster.removeFaults(labelled: "staging")
            try await site.becomes(.active)
            #expect(await fixture.cluster.object("Secret", namespace: staging, name: former) == nil)
            let own = ProjectNames.registryAuth(ownerID: owner).text
            #expect(await fixture.cluster.object("Secret", namespace: staging, name: own) != nil)
        }
    }

    /// Until the new owner installs the App, it is refused as for a repository that is gone.
    @Test func aSetUpOutlastsATransferToAnOwnerWhoInstallsTheAppSoon() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await Self.createInPart(fixture)
            try await fixture.github.transfer("acme/site", to: "globex")
            try await Self.forgetToken(site)
            await fixture.cluster.removeFaults(labelled: "staging")
            let rounds = try await Self.rounds(of: site)
            try await site.eventually("it was refused in three rounds") {
                try await Self.rounds(of: site) >= rounds + 4
            }
            #expect(try await site.environment(.staging)?.trouble?.what.contains("does not show it") == true)
            _ = try await fixture.github.installApp(on: "globex")
            _ = try await Self.tellOfTheTransfer(site)
            try await site.becomes(.active)
        }
    }

    @Test func aSetUpThatEndedForWantOfTheRepositoryGoesOnWhenItIsSeen() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await Self.createInPart(fixture)
            try await fixture.github.transfer("acme/site", to: "globex")
            try await Self.forgetToken(site)
            await fixture.cluster.removeFaults(labelled: "staging")
            try await Self.setUpEnds(site)
            _ = try await fixture.github.installApp(on: "globex")
            _ = try await Self.tellOfTheTransfer(site)
            try await site.becomes(.active)
            try await site.eventually("the same run has come to its end") {
                try await site.runs(.setUpProject).map(\.state) == [.done]
            }
        }
    }

    @Test func ofARepositoryThatWasDeletedTheSetUpEndsAtOnce() async throws {
        try await AutomationFixture.with { fixture in
            let site = try await Self.createInPart(fixture)
            try await fixture.github.deleteRepository("acme/site")
            try await site.write { tx, project, now in
                _ = try tx.follow(.deleted, project, note: "deleted", at: now)
            }
            try await Self.forgetToken(site)
            await fixture.cluster.removeFaults(labelled: "staging")
            try await Self.setUpEnds(site)
            #expect(try await Self.rounds(of: site) < Absence.patience)
        }
    }

    /// A project whose staging cannot be prepared.
    private static func createInPart(
        _ fixture: AutomationFixture, movesToTheApp: Bool = false
    ) async throws -> AutomationFixture.Site {
        await fixture.github.createAccount("globex", appInstalled: movesToTheApp)
        let site = try await fixture.create("acme/site")
        await fixture.cluster.add(
            Fault(
                .answer(status: 403), method: "PATCH", path: "/\(site.namespace(.staging))/gitrepositories", times: nil,
                label: "staging"))
        try await site.becomes(.degraded)
        return site
    }

    /// The token that is kept would still do for what needs only the cluster.
    private static func forgetToken(_ site: AutomationFixture.Site) async throws {
        let client = try await site.fixture.client.forRepository(
            site.input.fullName, id: site.input.repository, installation: site.input.installation,
            permissions: .fetch)
        await #expect(throws: GitHubError.self) { try await client.newAccessToken() }
    }

    private static func setUpEnds(_ site: AutomationFixture.Site) async throws {
        try await site.eventually("its set-up has ended") {
            try await site.runs(.setUpProject).first?.state == .failed
        }
    }

    /// How many rounds of its set-up were concluded.
    private static func rounds(of site: AutomationFixture.Site) async throws -> Int {
        let run = try #require(try await site.runs(.setUpProject).first?.id)
        return try await site.read { try $0.runs.steps(of: run) }.count { $0.name.hasPrefix("conclude round") }
    }

    /// - Returns: the id of the new owner.
    private static func tellOfTheTransfer(_ site: AutomationFixture.Site) async throws -> Int64 {
        let name = try #require(RepositoryName("globex/site"))
        let installation = Int64(try await site.fixture.github.installationID(of: "globex"))
        let moved = try await site.fixture.client.forRepository(
            name, id: site.input.repository, installation: installation)
        let owner = try await moved.repository(id: site.input.repository).owner
        try await site.write { tx, project, now in
            _ = try tx.follow(
                .moved(to: name, owner: owner, installation: installation), project, note: "transferred from acme",
                at: now)
        }
        return owner.id
    }

    private func sweep(_ fixture: AutomationFixture) -> RepositorySweep {
        let now: @Sendable () -> Date = { fixture.time.now }
        let report = SweepReport(
            database: fixture.database, board: HealthBoard([], now: now()), metrics: MetricsRegistry(), logger: .silent,
            now: now)
        return RepositorySweep(
            database: fixture.database, github: fixture.client, routing: Routing(fixture.settings), reach: .new,
            interval: .seconds(3600), report: report, clock: ContinuousClock(), now: now)
    }
}
