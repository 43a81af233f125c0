import Foundation

/// The value written to `reconcile.fluxcd.io/requestedAt`: a UTC time with microseconds, so that tokens have an order.
public struct ReconcileToken: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The annotation that carries a token.
    public static let annotation = "reconcile.fluxcd.io/requestedAt"

    public let value: String

    public init(_ value: String) {
        self.value = value
    }

    /// The token for a time, which comes from the journal so that a repeated step writes the same one.
    public init(at time: Date) {
        let microseconds = Int64((time.timeIntervalSince1970 * 1_000_000).rounded())
        let seconds = Date(timeIntervalSince1970: Double(microseconds / 1_000_000))
        let fraction = String(1_000_000 + microseconds % 1_000_000).dropFirst()
        value = seconds.formatted(.iso8601).dropLast() + ".\(fraction)Z"
    }

    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    public var description: String { value }

    /// Whether Flux has made a pass that began after this token was written: it reports this token, or one that replaced
    /// it (another run's, or a person's `flux reconcile`).
    public func isHandled(in observed: FluxObservation) -> Bool {
        guard let handled = observed.lastHandled, !handled.isEmpty else { return false }
        if handled == value { return true }
        if let current = observed.requestedAt, current != value, handled == current { return true }
        guard let ours = Self.time(of: value), let theirs = Self.time(of: handled) else { return false }
        return theirs >= ours
    }

    /// RFC 3339, any number of fractional digits, any offset (the flux command writes local time with nanoseconds).
    static func time(of text: String) -> Date? {
        guard let match = text.wholeMatch(of: /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,12})?(Z|[+-]\d\d:\d\d)/) else {
            return nil
        }
        let zone = match.output.3
        guard let whole = try? Date(match.output.1 + zone, strategy: .iso8601) else { return nil }
        let fraction = match.output.2.flatMap { Double("0" + $0) } ?? 0
        return whole.addingTimeInterval(fraction)
    }
}
