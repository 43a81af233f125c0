import Foundation

/// Something did not come true in time.
struct DidNotHappen: Error, CustomStringConvertible {
    let what: String
    let after: Duration
    var last: String?

    var description: String {
        let seen = last.map { " Last seen: \($0)" } ?? ""
        return "waited \(after.components.seconds) s for: \(what).\(seen)"
    }
}

/// Looks again and again, for what no signal tells: the state of another process.
/// - Parameter look: `nil` for not yet.
func eventually<Value: Sendable>(
    _ what: String, within limit: Duration = World.patience, isolation: isolated (any Actor)? = #isolation,
    _ look: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while true {
        if let value = try await look() { return value }
        guard ContinuousClock.now < deadline else { throw DidNotHappen(what: what, after: limit) }
        try await Task.sleep(for: .milliseconds(15))
    }
}
