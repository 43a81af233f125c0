import Foundation
import Testing

@testable import Service

@Suite("What becomes of a failed post")
struct OutboxResultTests {
    @Test func cancellationRecordsNothing() {
        #expect(OutboxResult(CancellationError(), attempts: 0, now: .now) == .interrupted)
    }

    @Test func whatCannotBeReadIsRefused() {
        struct Broken: Error {}
        #expect(OutboxResult(Broken(), attempts: 0, now: .now) == .refused("Broken()"))
    }
}
