import Foundation

/// Named places where a crash test can kill the process. Nothing in a release build.
///
/// `SLIPWAY_CRASH_AT=step.beforeJournal:commit` kills a debug build with SIGKILL when it first comes to that place.
public enum FailurePoint {
    #if DEBUG
        private static let crashAt = ProcessInfo.processInfo.environment["SLIPWAY_CRASH_AT"]
    #endif

    @inlinable
    public static func hit(_ name: @autoclosure () -> String) {
        #if DEBUG
            crash(name())
        #endif
    }

    #if DEBUG
        @usableFromInline
        static func crash(_ name: String) {
            guard let crashAt, crashAt == name else { return }
            kill(getpid(), SIGKILL)
        }
    #endif
}
