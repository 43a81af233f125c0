/// Bounds how many requests are in flight. Who waits is served in order; who is cancelled while waiting leaves.
actor RequestSlots {
    private var free: Int
    private var nextID = 0
    private var waiting: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []

    init(_ count: Int) {
        free = max(count, 1)
    }

    /// Runs `operation` while holding a slot.
    nonisolated func use<Value: Sendable>(_ operation: @Sendable () async throws -> Value) async throws -> Value {
        try await take()
        do {
            let value = try await operation()
            await giveBack()
            return value
        } catch {
            await giveBack()
            throw error
        }
    }

    private func take() async throws {
        guard free == 0 else {
            free -= 1
            return
        }
        nextID += 1
        let id = nextID
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiting.append((id, continuation))
                }
            }
        } onCancel: {
            // The handler cannot wait for the actor; a task of its own can.
            Task { await self.leave(id) }
        }
    }

    private func leave(_ id: Int) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    private func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().continuation.resume()
        }
    }
}
