import Foundation
import Storage
import Testing

@testable import Service

@Suite("What becomes of a failed post")
struct OutboxResultTests {
    @Test func cancellationRecordsNothing() {
        #expect(OutboxResult(CancellationError(), attempts: 0, now: .now) == .interrupted)
    }

    @Test func anOutageOfTheDatabaseRefusesNothing() {
        let now = Date(timeIntervalSince1970: 1)
        let outage = StorageError(.full, "The disk is full.", whatToDo: "Free some space.")
        #expect(OutboxResult(outage, attempts: 0, now: now) == .later(now + 2, "The disk is full."))
    }

    @Test func whatCannotBeReadIsRefused() {
        struct Broken: Error {}
        #expect(OutboxResult(Broken(), attempts: 0, now: .now) == .refused("Broken()"))
    }
}
