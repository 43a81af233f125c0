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

    private func alarms(_ storage: StorageFixture, _ listener: Listener, after seconds: Double) -> FluxAlarms {
        FluxAlarms(
            database: storage.database, channels: [listener.hear], limit: 50,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            now: { StorageFixture.now.addingTimeInterval(seconds) })
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
        await alarms(storage, listener, after: 95).look()
        await alarms(storage, listener, after: 100).look()
        #expect(listener.told.withLock { $0.last } == "Most sources can be fetched again.")
        #expect(listener.told.withLock { $0.count } == 2)
    }

    @Test func whoDoesNotAnswerIsToldAgainAndThenNoMore() async throws {
        let storage = try await StorageFixture()
        try await storage.register()
        try await set(.failed, storage)
        let listener = Listener()
        listener.failures.withLock { $0 = 2 }
        let alarms = alarms(storage, listener, after: 61)
        for _ in 1...4 { await alarms.look() }
        #expect(listener.told.withLock { $0.count } == 1)
        try await set(.ready, storage)
        listener.failures.withLock { $0 = 100 }
        for _ in 1...10 { await alarms.look() }
        #expect(try await storage.database.read { try $0.alarms.untold() }.isEmpty)
    }
}
