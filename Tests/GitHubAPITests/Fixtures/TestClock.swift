import Foundation
import Synchronization

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let seconds: Mutex<TimeInterval>

    init(_ seconds: TimeInterval = 1_795_219_200) {
        self.seconds = Mutex(seconds)
    }

    var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }

    func advance(by interval: TimeInterval) {
        seconds.withLock { $0 += interval }
    }
}
