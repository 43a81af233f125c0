import Foundation

extension Clock where Duration == Swift.Duration {
    /// The time of day from `start` on, measured by this clock: a machine whose clock is put right, or wrong, while the
    /// service runs does not end waits early or make pauses an hour longer.
    func timeOfDay(from start: Date) -> @Sendable () -> Date {
        let began = now
        return { start.addingTimeInterval(began.duration(to: self.now) / .seconds(1)) }
    }
}
