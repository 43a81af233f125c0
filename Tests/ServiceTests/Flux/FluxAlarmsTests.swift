import Automations
import Foundation
import Logging
import Storage
import Synchronization
import Testing

@testable import Service

@Suite("Warnings about Flux")
struct FluxAlarmsTests {
    @Test(arguments: [
        (total: 1000, failing: 50, isTold: false), (1000, 51, true), (20, 10, false), (20, 11, true), (0, 0, false),
    ])
    func moreThanSoManyOrMoreThanHalf(total: Int, failing: Int, isTold: Bool) {
        let message = FluxAlarm.sourcesFail.message(SourceCounts(total: total, failing: failing), limit: 50)
        #expect((message != nil) == isTold)
    }

    @Test(arguments: [
        (total: 1000, failing: 50, isRaised: true), (1000, 41, true), (1000, 40, false), (20, 9, true), (20, 8, false),
        (2, 1, true), (3, 1, false), (1, 0, false), (0, 0, false),
    ])
    func whatWasRaisedEndsClearlyBelow(total: Int, failing: Int, isRaised: Bool) {
        let counts = SourceCounts(total: total, failing: failing)
        #expect((FluxAlarm.sourcesFail.message(counts, limit: 50, isRaised: true) != nil) == isRaised)
    }

    @Test func whatFluxDoesNotLookAtIsTold() {
        #expect(FluxAlarm.sourcesUnprocessed.message(SourceCounts(total: 9, failing: 0), limit: 50) == nil)
        let message = FluxAlarm.sourcesUnprocessed.message(
            SourceCounts(total: 9, failing: 0, unprocessed: 3), limit: 50)
        #expect(message?.contains("has not looked at 3 sources for 10 minutes") == true)
    }

    /// Notes what it is told, and fails as often as it should.
    private final class Listener: Sendable {
        let told = Mutex<[String]>([])
        let failures = Mutex(0)

        @Sendable func hear(_ alarm: AlarmRecord) throws {
            let fails = failures.withLock { failures in
                defer { failures -= 1 }
                return failures > 0
            }
            if fails { throw Unhealthy("deaf") }
            told.withLock { $0.append(alarm.message) }
        }
    }

    private func set(_ status: GitOpsResourceRecord.Status, _ storage: StorageFixture) async throws {
        try await storage.database.write { tx in
            try tx.gitopsResources.save(
                GitOpsResourceRecord(
                    project: StorageFixture.project.value, environment: .staging, kind: .gitRepository, name: "n",
                    namespace: "ns", status: status, failing: status == .failed ? StorageFixture.now : nil,
                    updated: StorageFixture.now))
        }
    }

    private func alarms(_ storage: StorageFixture, _ listener: Listener, _ time: LaterTime) -> FluxAlarms {
        FluxAlarms(
            database: storage.database, channels: [listener.hear], limit: 50,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), now: { time.now })
    }

    private func alarms(_ storage: StorageFixture, _ listener: Listener, after seconds: Double) -> FluxAlarms {
        alarms(storage, listener, LaterTime(StorageFixture.now.addingTimeInterval(seconds)))
    }

    @Test func aWarningIsGivenOnceAndSoIsItsEndAlsoOverARestart() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        let listener = Listener()
        try await set(.failed, storage)
        await alarms(storage, listener, after: 30).look()
        #expect(listener.told.withLock { $0.isEmpty })
        await alarms(storage, listener, after: 61).look()
        await alarms(storage, listener, after: 90).look()
        #expect(listener.told.withLock { $0.count } == 1)
        try await set(.ready, storage)
        for restart in [95.0, 1000] {
            let time = LaterTime(StorageFixture.now.addingTimeInterval(restart))
            let alarms = alarms(storage, listener, time)
            await alarms.look()
            time.pass(300)
            await alarms.look()
        }
        #expect(listener.told.withLock { $0.last } == "Most sources can be fetched again.")
        #expect(listener.told.withLock { $0.count } == 2)
    }

    @Test func whatComesAndGoesIsOneWarning() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        let listener = Listener()
        let time = LaterTime(StorageFixture.now.addingTimeInterval(100))
        let alarms = alarms(storage, listener, time)
        for status in [GitOpsResourceRecord.Status.failed, .ready, .failed, .ready] {
            try await set(status, storage)
            await alarms.look()
            time.pass(290)
            await alarms.look()
        }
        #expect(listener.told.withLock { $0.count } == 1)
        time.pass(10)
        await alarms.look()
        #expect(listener.told.withLock { $0.count } == 2)
    }

    @Test func whoDoesNotAnswerIsToldAgainAndThenNoMore() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await set(.failed, storage)
        let listener = Listener()
        listener.failures.withLock { $0 = 2 }
        let time = LaterTime(StorageFixture.now.addingTimeInterval(61))
        let alarms = alarms(storage, listener, time)
        for _ in 1...4 { await alarms.look() }
        #expect(listener.told.withLock { $0.count } == 1)
        try await set(.ready, storage)
        listener.failures.withLock { $0 = 100 }
        for _ in 1...10 {
            time.pass(150)
            await alarms.look()
        }
        let end = try await storage.database.read { try $0.alarms.find(FluxAlarm.sourcesFail.rawValue) }
        #expect(end?.isOver == true)
        #expect(try await storage.database.read { try $0.alarms.untold() }.isEmpty)
    }
}
