import ArgumentParser
import Dispatch
import Foundation

/// Ctrl-C and SIGTERM: the first ends the demo in good order, a second one at once.
struct StopSignals: Sendable {
    private let received: AsyncStream<Int32>

    /// Takes the signals over for the rest of the process.
    init() {
        let (received, continuation) = AsyncStream.makeStream(of: Int32.self)
        self.received = received
        for number in [SIGINT, SIGTERM] {
            // The default action would end the process before anything can be put away.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                signal(number, SIG_DFL)
                continuation.yield(number)
                // The source lives as long as its handler, which holds it, until it is cancelled here.
                source.cancel()
            }
            source.resume()
        }
    }

    /// Runs `body` and cancels it when a signal comes.
    /// - Throws: `ExitCode` 128 + the signal, as shells have it, when `body` minds being cancelled.
    func ending(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            group.addTask { for await number in received { throw ExitCode(128 + number) } }
            defer { group.cancelAll() }
            do {
                try await group.next()
            } catch let stop as ExitCode {
                group.cancelAll()
                do { try await group.next() } catch { throw stop }
            }
        }
    }
}
