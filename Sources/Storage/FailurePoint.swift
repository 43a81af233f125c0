import Foundation
import Synchronization

/// Named places where a test can kill the process. A release build does nothing at them.
///
/// A point is written `<boundary>:<place>`, such as `beforeCommit:SetUpProject/move the branch`. A debug build
/// - with `SLIPWAY_CRASH_AT=<point>` kills itself with SIGKILL when it first comes to that point; with `@<file>` the point
///   is what the file holds at that moment, so that a test can choose it while the program runs;
/// - with `SLIPWAY_PAUSE_AT=<point>` stops itself with SIGSTOP when it first comes to that point;
/// - with `SLIPWAY_CRASH_LOG=<file>` appends every point it comes to, one per line.
public enum FailurePoint {
    /// Where, around something that has an effect, the process may die. In the order in which they are passed.
    public enum Boundary: String, Sendable, CaseIterable {
        /// Nothing has been done yet.
        case beforeCall
        /// A call was served and its answer arrived, but nobody here has seen it.
        case answerLost
        /// All calls were answered and their answers understood.
        case afterAnswer
        /// The records are written, but their transaction is not committed.
        case beforeCommit
        case afterCommit
    }

    /// The process comes to a point.
    @inlinable
    public static func hit(_ boundary: Boundary, _ place: @autoclosure () -> String) {
        #if DEBUG
            come(to: "\(boundary.rawValue):\(place())")
        #endif
    }

    /// Calls to GitHub and to the cluster that `body` makes belong to the place.
    @inlinable
    public static func at<T>(
        _ place: @autoclosure () -> String, isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws -> T
    ) async rethrows -> T {
        #if DEBUG
            return try await count(callsOf: place(), body)
        #else
            return try await body()
        #endif
    }

    /// An answer of GitHub or of the cluster has arrived, and the caller does not know it yet.
    @inlinable
    public static func answered() {
        #if DEBUG
            if let calls { hit(.answerLost, "\(calls.place)#\(calls.next())") }
        #endif
    }

    #if DEBUG
        /// The calls made from one place, numbered as their answers come.
        @usableFromInline
        final class Calls: Sendable {
            @usableFromInline let place: String
            private let count = Atomic<Int>(0)

            @usableFromInline
            init(from place: String) { self.place = place }

            @usableFromInline
            func next() -> Int { count.add(1, ordering: .relaxed).newValue }
        }

        @TaskLocal @usableFromInline static var calls: Calls?

        @usableFromInline
        static func count<T>(
            callsOf place: String, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> T
        ) async rethrows -> T {
            hit(.beforeCall, place)
            return try await $calls.withValue(Calls(from: place), operation: body, isolation: isolation)
        }

        private static let crashAt = ProcessInfo.processInfo.environment["SLIPWAY_CRASH_AT"]
        private static let pauseAt = ProcessInfo.processInfo.environment["SLIPWAY_PAUSE_AT"]
        private static let hasPaused = Atomic(false)
        private static let log = ProcessInfo.processInfo.environment["SLIPWAY_CRASH_LOG"].map {
            open($0, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        }

        @usableFromInline
        static func come(to point: String) {
            if let log { write("\(point)\n", to: log) }
            // To this thread: one sent to the process may stop another first, and this one goes on for a moment.
            if point == pauseAt, !hasPaused.exchange(true, ordering: .relaxed) { raise(SIGSTOP) }
            guard let crashAt else { return }
            let wanted = crashAt.hasPrefix("@") ? content(of: String(crashAt.dropFirst())) : crashAt
            guard wanted == point else { return }
            // What does not wait for the commit, though it should, gets the time to show itself.
            if point.hasPrefix(Boundary.beforeCommit.rawValue) { usleep(30_000) }
            kill(getpid(), SIGKILL)
        }

        private static func content(of file: String) -> String? {
            try? String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .newlines)
        }

        private static func write(_ line: String, to log: Int32) {
            var line = line
            _ = line.withUTF8 { Glibc.write(log, $0.baseAddress, $0.count) }
        }
    #endif
}
