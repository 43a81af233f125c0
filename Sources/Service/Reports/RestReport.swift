import Foundation
import Storage

/// A source that is suspended because it keeps failing.
public struct RestReport: Encodable, Sendable {
    public let environment: String
    /// Since when it has been failing.
    public let failing: Date
    /// What Flux said.
    public let message: String
    /// How often it was suspended in a row; each time for longer.
    public let round: Int
    /// When Flux tries again, if no push or release comes before.
    public let nextTry: Date
    /// Whether Flux is trying at this moment.
    public let isTrying: Bool

    init(_ rest: SourceRestRecord) {
        environment = rest.environment.rawValue
        failing = rest.failing
        message = rest.message
        round = rest.round
        nextTry = rest.nextProbe
        isTrying = rest.probing != nil
    }
}
