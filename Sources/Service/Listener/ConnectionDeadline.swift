import NIOCore

/// Tells when the time of a connection is over. Moving the time is cheap: the timer is set again when it fires too early.
///
/// For use on the connection's event loop only.
final class ConnectionDeadline {
    private let eventLoop: any EventLoop
    private let isOver: () -> Void
    private var deadline: NIODeadline
    private var timer: (at: NIODeadline, scheduled: Scheduled<Void>)?

    init(_ eventLoop: any EventLoop, in time: TimeAmount, isOver: @escaping () -> Void) {
        self.eventLoop = eventLoop
        self.isOver = isOver
        deadline = .now() + time
        schedule()
    }

    /// Sets another time from now. A nearer one needs ``enforce()`` to hold.
    func move(to time: TimeAmount) {
        deadline = .now() + time
    }

    /// No time is over until the next ``move(to:)``.
    func suspend() {
        deadline = .distantFuture
    }

    /// Makes sure that the timer does not fire too late.
    func enforce() {
        guard let timer, timer.at > deadline else { return }
        timer.scheduled.cancel()
        schedule()
    }

    func cancel() {
        timer?.scheduled.cancel()
        timer = nil
    }

    /// A suspended deadline is looked at again after a while.
    private func schedule() {
        let at = min(deadline, .now() + .seconds(60))
        let scheduled = eventLoop.assumeIsolated().scheduleTask(deadline: at) { [weak self] () -> Void in self?.fire() }
        timer = (at, scheduled)
    }

    private func fire() {
        timer = nil
        if deadline <= .now() { isOver() }
        if timer == nil { schedule() }
    }
}
