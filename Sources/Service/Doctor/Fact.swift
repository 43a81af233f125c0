/// Something several checks want to know: asked for once, when the first of them wants it.
actor Fact<Value: Sendable> {
    private let ask: @Sendable () async throws -> Value
    private var asked: Task<Value, any Error>?

    init(_ ask: @escaping @Sendable () async throws -> Value) {
        self.ask = ask
    }

    var value: Value {
        get async throws {
            let task = asked ?? Task { [ask] in try await ask() }
            asked = task
            return try await task.value
        }
    }

    /// The value, for checks that make no sense without it: why it is missing has a line of its own.
    func value(else reason: String) async throws -> Value {
        do {
            return try await value
        } catch {
            throw Unchecked(reason)
        }
    }
}
