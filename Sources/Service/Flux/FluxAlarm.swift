import Automations
import Foundation
import Storage

/// What is wrong with Flux as a whole. Pure.
enum FluxAlarm: String, CaseIterable, Sendable {
    case sourcesFail = "FluxSourcesFail"
    case sourcesUnprocessed = "FluxSourcesUnprocessed"

    /// Seconds that a source must fail before it counts: a network that hiccups is no alarm.
    static let patience: TimeInterval = 60
    /// Seconds after which a source that Flux has not looked at counts.
    static let unprocessed: TimeInterval = 600

    /// Seconds of peace after which an alarm is over: what comes and goes is one alarm.
    static let peace: TimeInterval = 300
    /// An alarm that was raised ends below this share of the number that raises it.
    private static let lowerShare = 0.8

    /// What to say; nil: all is well.
    /// - Parameters:
    ///   - limit: so many sources may fail.
    ///   - isRaised: people were warned already.
    func message(_ counts: SourceCounts, limit: Int, isRaised: Bool = false) -> String? {
        switch self {
        case .sourcesFail:
            let share = isRaised ? Self.lowerShare : 1
            let failing = Double(counts.failing)
            guard failing > Double(limit) * share || failing * 2 > Double(counts.total) * share else { return nil }
            return "\(counts.failing) of \(Wording.count(counts.total, "source")) cannot be fetched, "
                + "\(counts.resting) of them suspended. Look at the network between Flux and GitHub, and at the "
                + "credentials: `slipway project list` names the projects."
        case .sourcesUnprocessed:
            guard counts.unprocessed > 0 else { return nil }
            return "Flux has not looked at \(Wording.count(counts.unprocessed, "source")) for 10 minutes. Its "
                + "source-controller is down or overloaded: `kubectl get pods -n flux-system`."
        }
    }

    /// What to say when it is over.
    var relief: String {
        switch self {
        case .sourcesFail: "Most sources can be fetched again."
        case .sourcesUnprocessed: "Flux looks at its sources again."
        }
    }
}
