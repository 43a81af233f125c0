import Storage

/// A failure point of the program, as it writes it into its log of points.
struct CrashPoint: Hashable, Sendable, CustomStringConvertible {
    typealias Boundary = FailurePoint.Boundary

    let boundary: Boundary
    /// What the program is at, such as `SetUpProject/move the branch`.
    let place: String
    /// Which answer of the place is lost, counted from 1; only at that boundary.
    let call: Int?

    init(_ boundary: Boundary, _ place: String, call: Int? = nil) {
        self.boundary = boundary
        self.place = place
        self.call = call
    }

    /// Reads `<boundary>:<place>`, with `#<call>` where an answer is lost.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let boundary = Boundary(rawValue: String(parts[0])) else { return nil }
        let ends = parts[1].split(separator: "#")
        self.init(boundary, String(ends[0]), call: ends.count > 1 ? Int(ends[1]) : nil)
    }

    var description: String { "\(boundary.rawValue):\(place)\(call.map { "#\($0)" } ?? "")" }

    /// Whether this is the point, or the only or first one, of its boundary.
    var isFirstOfBoundary: Bool { (call ?? 1) == 1 }
}
