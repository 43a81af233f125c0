import Foundation
import RunEngine
import Synchronization

/// A time of day of which a hundred seconds pass in one, and that a test moves on: pauses of minutes take moments.
final class QuickTime: Sendable {
    private static let speed = 100

    private let began = ContinuousClock.now
    private let skipped = Mutex<TimeInterval>(0)

    var now: Date {
        let passed = (ContinuousClock.now - began) * Self.speed
        let seconds = Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
        return StorageFixture.now.addingTimeInterval(seconds + skipped.withLock { $0 })
    }

    func pass(_ seconds: TimeInterval) {
        skipped.withLock { $0 += seconds }
    }

    var source: TimeSource {
        TimeSource(now: { self.now }, sleep: { try await Task.sleep(for: $0 / Self.speed) })
    }
}
