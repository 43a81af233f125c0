import Foundation
import Logging
import Simulation
import Synchronization

/// What Slipway logs in a storm, with simulated times.
final class StormLog: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) {
        lines.withLock { $0.append(line) }
    }

    var all: [String] { lines.withLock { $0 } }

    struct Handler: LogHandler {
        let log: StormLog
        let clock: SimulatedTime
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .debug

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            let details = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            let time = StormPlan.second(clock.date.timeIntervalSince(StormWorld.start))
            log.add("\(time) \(event.level): \(event.message)\(details)")
        }
    }
}
