import Foundation

extension RunContext {
    /// The time when this was first asked, to the millisecond; the same ever after.
    public func recordedDate(_ name: String) async throws -> Date {
        let milliseconds = try await step(name, retry: .once) { _ in
            Int64((now.timeIntervalSince1970 * 1000).rounded())
        }
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    /// A random text of 32 hexadecimal digits, such as a reconcile token; the same ever after.
    public func token(_ name: String) async throws -> String {
        try await step(name, retry: .once) { _ in turn.options.chance.token() }
    }
}
