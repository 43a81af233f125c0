import Foundation
import Testing

@testable import Service

@Suite("Health checks")
struct HealthChecksTests {
    struct Away: Error, CustomStringConvertible {
        let description = "It is away."
    }

    let board = HealthBoard([.github], now: StorageFixture.now)

    func checks(_ check: @escaping HealthChecks.Check) -> HealthChecks {
        HealthChecks(
            board: board, checks: [(.github, check)], interval: .seconds(60), logger: .silent,
            now: { StorageFixture.now.addingTimeInterval(5) })
    }

    @Test func whatFailsAndWhatComesBackIsSeen() async {
        await checks { throw Away() }.once(.github) { throw Away() }
        #expect(board.all[.github]?.reason == "It is away.")
        #expect(!board.isReady)
        await checks {}.once(.github) {}
        #expect(board.isReady)
        #expect(board.all[.github]?.since == StorageFixture.now.addingTimeInterval(5))
    }

    @Test func aShutdownIsNoFailure() async {
        await checks {}.once(.github) { throw CancellationError() }
        #expect(board.all[.github]?.reason == "not checked yet")
    }
}
