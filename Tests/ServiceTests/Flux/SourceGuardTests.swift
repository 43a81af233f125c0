import Automations
import Foundation
import KubernetesAPI
import Logging
import Storage
import Testing

@testable import Service

@Suite("Sources that are suspended")
struct SourceGuardTests {
    private static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// - Parameter began: seconds after which the service was started; nil: long ago.
    private func look(
        _ storage: StorageFixture, after seconds: Double, _ protection: Protection = Protection(), began: Double? = nil
    ) async {
        let guardian = SourceGuard(
            database: storage.database, protection: protection, interval: .seconds(1), logger: Self.quiet,
            began: began.map { StorageFixture.now.addingTimeInterval($0) } ?? .distantPast,
            now: { StorageFixture.now.addingTimeInterval(seconds) })
        await guardian.look()
    }

    private func runs(_ storage: StorageFixture) async throws -> [RunRecord] {
        try await storage.database.read { try $0.runs.list(project: StorageFixture.project.value, limit: 10) }
    }

    private func fail(
        _ environment: EnvironmentName, _ status: GitOpsResourceRecord.Status = .failed, bySlipway: Bool = false,
        in storage: StorageFixture
    ) async throws {
        let names = ProjectNames(StorageFixture.project)
        try await storage.database.write { tx in
            try tx.gitopsResources.save(
                GitOpsResourceRecord(
                    project: StorageFixture.project.value, environment: environment, kind: .gitRepository,
                    name: names.gitRepository.text, namespace: names.namespace(environment).text, status: status,
                    message: "i/o timeout", failing: status == .ready ? nil : StorageFixture.now,
                    isSuspendedBySlipway: bySlipway, updated: StorageFixture.now))
        }
    }

    @Test func afterAnHourAndNotBefore() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await fail(.staging, in: storage)
        try await fail(.production, .ready, in: storage)
        await look(storage, after: 3599)
        #expect(try await runs(storage).isEmpty)
        await look(storage, after: 3600)
        await look(storage, after: 3700)
        let runs = try await runs(storage)
        #expect(runs.map(\.automation) == ["RestSource"])
        let input = try runs.first?.input(as: RestInput.self)
        #expect((input?.environment, input?.round, input?.message) == (.staging, 1, "i/o timeout"))
    }

    /// Its clock may be wrong, and be put right in a moment.
    @Test func aServiceThatHasJustBegunSuspendsNone() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await fail(.staging, in: storage)
        await look(storage, after: 4000, began: 3990)
        #expect(try await runs(storage).isEmpty)
        await look(storage, after: 4590, began: 3990)
        #expect(try await runs(storage).count == 1)
    }

    /// It would be told that it failed, for a moment's outage at the end of an hour.
    @Test func aSourceThatAReleaseOrAPushWaitsForIsNotSuspended() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        let id = StorageFixture.project.value
        try await fail(.staging, in: storage)
        try await storage.database.write { tx in
            try tx.environments.update(id, .staging, at: StorageFixture.now) { $0.state = .working }
        }
        await look(storage, after: 3600)
        #expect(try await runs(storage).isEmpty)
        let push = PushInput(
            ref: "refs/heads/main", before: "1", after: "2", subject: "More", time: StorageFixture.now)
        let run = try await storage.database.write { tx in
            try tx.environments.update(id, .staging, at: StorageFixture.now) { $0.state = .ready }
            return try tx.runs.enqueue(
                try NewRun(
                    automation: AutomationName.reconcile.rawValue, key: "push", project: id, input: push),
                at: StorageFixture.now
            ).run
        }
        await look(storage, after: 3600)
        #expect(try await runs(storage).map(\.automation) == ["Reconcile"])
        try await storage.database.write { tx in
            try tx.runs.end(try #require(run).id, .cancelled, reason: "asked for", at: StorageFixture.now)
        }
        await look(storage, after: 3600)
        #expect(try await runs(storage).map(\.automation).contains("RestSource"))
    }

    /// Nobody may ever come back to it.
    @Test func aSourceOfASetUpThatFailedRestsToo() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await fail(.staging, in: storage)
        try await storage.database.write { tx in
            try tx.projects.update(StorageFixture.project.value, at: StorageFixture.now) { $0.state = .failed }
        }
        await look(storage, after: 3600)
        #expect(try await runs(storage).map(\.automation) == ["RestSource"])
    }

    @Test func attemptsInBetweenDoNotCount() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await fail(.staging, .pending, in: storage)
        await look(storage, after: 3600)
        #expect(try await runs(storage).count == 1)
    }

    @Test func neitherPausedNorSuspendedNorArchivedOnesAreTouched() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await fail(.staging, .suspended, in: storage)
        await look(storage, after: 3600)
        try await fail(.staging, in: storage)
        try await storage.database.write { tx in
            try tx.projects.update(StorageFixture.project.value, at: StorageFixture.now) {
                $0.paused = StorageFixture.now
            }
        }
        await look(storage, after: 3600)
        try await storage.database.write { tx in
            try tx.projects.update(StorageFixture.project.value, at: StorageFixture.now) {
                $0.paused = nil
                $0.state = .archived
            }
        }
        await look(storage, after: 3600)
        #expect(try await runs(storage).isEmpty)
    }

    @Test func whenManyFailThoseThatFailedLongestRestEarlier() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        for environment in EnvironmentName.allCases { try await fail(environment, in: storage) }
        let protection = Protection(failingSources: 1)
        await look(storage, after: 500, protection)
        #expect(try await runs(storage).isEmpty)
        await look(storage, after: 700, protection)
        #expect(try await runs(storage).count == 2)
    }

    @Test(arguments: [Protection(), Protection(suspendAfter: nil)])
    func whatSlipwaySuspendedAndForgotIsLookedAfterAgain(protection: Protection) async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await fail(.staging, .suspended, bySlipway: true, in: storage)
        try await fail(.production, .suspended, in: storage)
        await look(storage, after: 1, protection)
        await look(storage, after: 31, protection)
        let inputs = try await runs(storage).map { try $0.input(as: RestInput.self) }
        #expect(inputs.map(\.environment) == [.staging])
        #expect(inputs.map(\.isAdopted) == [true])
    }

    @Test func whatSlipwaySuspendedIsLeftAloneInAPause() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await fail(.staging, .suspended, bySlipway: true, in: storage)
        try await storage.database.write { tx in
            try tx.environments.update(StorageFixture.project.value, .staging, at: StorageFixture.now) {
                $0.paused = StorageFixture.now
            }
        }
        await look(storage, after: 1)
        #expect(try await runs(storage).isEmpty)
    }

    @Test func whatAPersonSuspendedMakesNoOtherRestEarlier() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await fail(.staging, .suspended, in: storage)
        try await fail(.production, in: storage)
        let counts = try await storage.database.read {
            try $0.gitopsResources.sourceCounts(failingSince: StorageFixture.now, unprocessedSince: StorageFixture.now)
        }
        #expect(counts == SourceCounts(total: 1, failing: 1))
        await look(storage, after: 700, Protection(failingSources: 1))
        #expect(try await runs(storage).isEmpty)
    }

    @Test func aSourceThatRestsCountsAsFailing() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await fail(.staging, .suspended, bySlipway: true, in: storage)
        try await storage.database.write { tx in
            try tx.sourceRests.save(
                SourceRestRecord(
                    project: StorageFixture.project.value, environment: .staging, failing: StorageFixture.now,
                    message: "i/o timeout", round: 1, nextProbe: StorageFixture.now))
        }
        let counts = try await storage.database.read {
            try $0.gitopsResources.sourceCounts(failingSince: StorageFixture.now, unprocessedSince: StorageFixture.now)
        }
        #expect(counts == SourceCounts(total: 1, failing: 1, resting: 1))
    }

    @Test func aSourceThatSomebodyResumedIsTriedNow() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await fail(.staging, in: storage)
        let next = StorageFixture.now.addingTimeInterval(7200)
        try await storage.database.write { tx in
            try tx.sourceRests.save(
                SourceRestRecord(
                    project: StorageFixture.project.value, environment: .staging, failing: StorageFixture.now,
                    message: "i/o timeout", round: 1, nextProbe: next))
        }
        func nextProbe() async throws -> Date? {
            try await storage.database.read {
                try $0.sourceRests.find(StorageFixture.project.value, .staging)?.nextProbe
            }
        }
        // It began to rest a moment ago: nobody may have seen yet that it is suspended.
        await look(storage, after: 3630)
        #expect(try await nextProbe() == next)
        try await fail(.staging, .suspended, in: storage)
        await look(storage, after: 3700)
        #expect(try await nextProbe() == next)
        try await fail(.staging, in: storage)
        await look(storage, after: 3700)
        #expect(try await nextProbe() == StorageFixture.now.addingTimeInterval(3700))
    }
}
