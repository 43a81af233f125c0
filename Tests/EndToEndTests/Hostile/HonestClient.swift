import Foundation

/// GitHub, while others misbehave: one delivery after the other, each over a connection of its own.
actor HonestClient {
    private let listen: String
    private var times: [Duration] = []
    private(set) var refusals: [String] = []
    private var isWanted = true

    init(_ listen: String) {
        self.listen = listen
    }

    /// Delivers for as long as `body` takes, and at least `minimum` times.
    func delivering<Value: Sendable>(
        atLeast minimum: Int = 20, while body: @Sendable () async throws -> Value
    ) async throws -> Value {
        async let delivered: Void = deliver(atLeast: minimum)
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        isWanted = false
        try await delivered
        return try result.get()
    }

    private func deliver(atLeast minimum: Int) async throws {
        while isWanted || times.count + refusals.count < minimum {
            let bytes = WebhookRequest().bytes
            let began = ContinuousClock.now
            let answer = try await RawConnection.exchange(bytes, with: listen)
            if answer.status == 202 {
                times.append(began.duration(to: .now))
            } else {
                refusals.append(answer.text.isEmpty ? "closed without an answer" : answer.text)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Accepted deliveries, and how long an answer took.
    var report: String {
        let sorted = times.sorted()
        guard let last = sorted.last else { return "no honest delivery accepted" }
        let middle = sorted[sorted.count / 2]
        let high = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        return "\(sorted.count) honest deliveries accepted, \(refusals.count) not; "
            + "p50 \(middle.inMilliseconds) ms, p99 \(high.inMilliseconds) ms, longest \(last.inMilliseconds) ms"
    }
}

extension Duration {
    var inMilliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
