import Foundation

extension RunContext {
    /// A random text of 32 hexadecimal digits, such as a reconcile token; the same ever after.
    public func token(_ name: String) async throws -> String {
        try await step(name, retry: .once) { _ in turn.options.chance.token() }
    }
}
