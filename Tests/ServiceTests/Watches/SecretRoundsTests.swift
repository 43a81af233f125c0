import Automations
import Foundation
import KubernetesAPI
import Logging
import Storage
import Synchronization
import Testing

@testable import Service

@Suite("Secrets are looked at in rounds")
struct SecretRoundsTests {
    private static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// What the cluster lists, and when it is asked.
    private final class Cluster: Sendable {
        let time = Mutex(StorageFixture.now)
        let asked = Mutex<[ProjectPlace]>([])
        let fails = Mutex(false)
        let truth: DriftFixture.Truth

        init(_ truth: DriftFixture.Truth) { self.truth = truth }

        func look(_ place: ProjectPlace) throws -> (objects: [ObservedObject], version: String)? {
            asked.withLock { $0.append(place) }
            if fails.withLock({ $0 }) { throw StorageError(.notFound, "no answer") }
            guard place == DriftFixture.place else { return nil }
            let objects = truth.objects.withLock { all in
                all.filter { !$0.key.object.isWatched }.map { managed, seen in
                    var seen = seen
                    seen.name = managed.name
                    return seen
                }
            }
            return (objects, "50")
        }
    }

    private static func make(
        _ fixture: DriftFixture, reports: SecretReports = SecretReports()
    ) -> (rounds: SecretRounds, cluster: Cluster) {
        let cluster = Cluster(fixture.truth)
        let rounds = SecretRounds(
            database: fixture.database, drift: fixture.watch, reports: reports, look: { try cluster.look($0) },
            logger: quiet, clock: ContinuousClock(), now: { cluster.time.withLock { $0 } })
        return (rounds, cluster)
    }

    /// Gone, and nobody told: the inventory still knows nothing of it.
    private static func lose(_ object: ManagedObject, _ fixture: DriftFixture) {
        fixture.truth.objects.withLock { $0[DriftFixture.managed(object)] = nil }
    }

    @Test func everyProjectHasItsMomentInEveryHour() {
        let plan = SecretRoundPlan(round: 3600)
        let projects = (0..<1200).map { ProjectID(gitHubHost: "example.com", repository: $0).value }
        var times: [String: Int] = [:]
        var most = 0
        var last = StorageFixture.now
        for beat in 1...(3 * 120) {
            let now = StorageFixture.now.addingTimeInterval(Double(beat) * 30)
            let due = projects.filter { plan.isDue($0, since: last, at: now) }
            for project in due { times[project, default: 0] += 1 }
            most = max(most, due.count)
            last = now
        }
        #expect(times.values.allSatisfy { $0 == 3 } && times.count == projects.count)
        #expect(most < 40)
        let (ahead, behind) = (last.addingTimeInterval(86_400), last.addingTimeInterval(-86_400))
        for other in [ahead, behind] {
            #expect(projects.allSatisfy { plan.isDue($0, since: last, at: other) })
            #expect(projects.allSatisfy { !plan.isDue($0, since: other, at: other) })
        }
    }

    @Test(arguments: [true, false])
    func whatIsMissingOrChangedIsPutBackWithinTheHour(isDeleted: Bool) async throws {
        let fixture = try await DriftFixture()
        let (rounds, cluster) = Self.make(fixture)
        await rounds.look()
        #expect(cluster.asked.withLock { $0.isEmpty })
        if isDeleted {
            Self.lose(.gitSecret, fixture)
        } else {
            fixture.truth.objects.withLock {
                $0[DriftFixture.managed(.gitSecret)] = DriftFixture.seen(version: "7", isChanged: true)
            }
        }
        #expect(try await fixture.repairs().isEmpty)
        cluster.time.withLock { $0 += 3600 }
        await rounds.look()
        #expect(cluster.asked.withLock { $0.count } == 3)
        let runs = try await fixture.repairs()
        #expect(try runs.map { try $0.input(as: RepairInput.self).objects } == [[.gitSecret]])
        #expect(runs.first?.key == "repair:42:staging:gitSecret@\(isDeleted ? "50" : "7")")
    }

    @Test func whatIsThereAgainIsNotPutBack() async throws {
        let fixture = try await DriftFixture()
        let (rounds, cluster) = Self.make(fixture)
        Self.lose(.gitSecret, fixture)
        cluster.time.withLock { $0 += 3600 }
        await rounds.look()
        fixture.truth.objects.withLock { $0[DriftFixture.managed(.gitSecret)] = DriftFixture.seen() }
        #expect(try await fixture.repairs().isEmpty)
    }

    @Test func whatIsReportedIsLookedAtAtOnce() async throws {
        let fixture = try await DriftFixture()
        let reports = SecretReports()
        let (rounds, cluster) = Self.make(fixture, reports: reports)
        Self.lose(.gitSecret, fixture)
        reports.report([DriftFixture.place])
        reports.report([DriftFixture.place])
        await rounds.look()
        await rounds.look()
        #expect(cluster.asked.withLock { $0 } == [DriftFixture.place])
        #expect(try await fixture.repairs().count == 1)
    }

    @Test func whereNothingIsPutBackNothingIsAsked() async throws {
        let fixture = try await DriftFixture()
        try await fixture.pauseNamespace()
        let (rounds, cluster) = Self.make(fixture)
        cluster.time.withLock { $0 += 3600 }
        await rounds.look()
        #expect(cluster.asked.withLock { $0.map(\.environment) } == [.development, .production])
        let archived = try await DriftFixture(state: .archived)
        let (others, other) = Self.make(archived)
        other.time.withLock { $0 += 3600 }
        await others.look()
        #expect(other.asked.withLock { $0.isEmpty })
    }

    @Test func whatCouldNotBeLookedAtComesWithTheNextBeat() async throws {
        let fixture = try await DriftFixture()
        let (rounds, cluster) = Self.make(fixture)
        cluster.fails.withLock { $0 = true }
        cluster.time.withLock { $0 += 3600 }
        await rounds.look()
        #expect(cluster.asked.withLock { $0.count } == 3)
        cluster.fails.withLock { $0 = false }
        await rounds.look()
        #expect(cluster.asked.withLock { $0.count } == 6)
        await rounds.look()
        #expect(cluster.asked.withLock { $0.count } == 6)
    }
}
