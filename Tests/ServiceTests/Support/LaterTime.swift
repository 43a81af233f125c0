import Foundation
import Synchronization

/// A time of day that passes when it is told to.
final class LaterTime: Sendable {
    private let date: Mutex<Date>

    init(_ now: Date) {
        date = Mutex(now)
    }

    var now: Date { date.withLock { $0 } }

    func pass(_ seconds: TimeInterval) {
        date.withLock { $0 += seconds }
    }
}
