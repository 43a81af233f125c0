import Foundation

extension SimulatedGitHub {
    /// The time here.
    public var now: Date { options.now().addingTimeInterval(clockOffset) }

    /// Lets time pass: tokens expire, limits are renewed. Nothing that takes a duration gets faster by it.
    public func advanceClock(by seconds: TimeInterval) {
        clockOffset += seconds
        changed()
    }

    func newID() -> Int {
        lastID += 1
        return lastID
    }

    /// Wakes those who wait for something to become true.
    func changed() { waiters.wakeAll() }

    func record(_ kind: Effect.Kind, _ repository: Repository?, _ subject: String, by caller: String) {
        effects.append(
            Effect(
                kind: kind, repository: repository?.fullName ?? "", repositoryID: repository?.id, subject: subject,
                caller: caller, time: now))
        changed()
    }

    /// Waits until the condition holds. It is looked at whenever something changed.
    /// - Throws: `WaitTimedOut`, with `what` in it, if it does not in time; `CancellationError`.
    public func waitUntil(
        _ what: String, within limit: Duration = .seconds(60),
        _ condition: @Sendable (isolated SimulatedGitHub) throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while try !condition(self) {
            try Task.checkCancellation()
            guard ContinuousClock.now < deadline else { throw WaitTimedOut(condition: what, after: limit) }
            await nextChange(until: deadline)
        }
    }

    private func nextChange(until deadline: ContinuousClock.Instant) async {
        let id = waiters.newID()
        let alarm = Task { [weak self] in
            try? await Task.sleep(until: deadline, clock: .continuous)
            await self?.wake(id)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume() } else { waiters.add(continuation, id: id) }
            }
        } onCancel: {
            alarm.cancel()
        }
        alarm.cancel()
    }

    private func wake(_ id: Int) { waiters.wake(id) }

    // MARK: Faults

    /// Arms a fault for requests to the API, git and the registry.
    public func inject(_ fault: Fault) { faultRules.add(fault) }

    /// Disarms the faults with this label.
    public func clearFaults(labelled label: String) { faultRules.remove(label) }

    /// How many requests and deliveries faults have hit, by label.
    public var faultHits: [String: Int] { faultRules.hits.merging(webhookFaultHits) { $0 + $1 } }

    /// Disarms all faults.
    public func clearFaults() {
        faultRules.removeAll()
        webhookFaults = []
    }

    /// The next deliveries of this event (any without one) go wrong.
    public func injectWebhookFault(
        _ fault: WebhookFault, event: String? = nil, times: Int = 1, label: String = ""
    ) {
        webhookFaults.append(ArmedWebhookFault(fault: fault, event: event, left: times, label: label))
    }

    /// Disarms the faults of deliveries with this label.
    public func clearWebhookFaults(labelled label: String) {
        webhookFaults.removeAll { $0.label == label }
    }

    public func setLatency(_ latency: Duration) { self.latency = latency }

    // MARK: Counting

    /// How many changes of this kind there were.
    public func count(_ kind: Effect.Kind, in fullName: String? = nil, by caller: String? = nil) -> Int {
        effects.count { effect in
            effect.kind == kind && (fullName == nil || effect.repository == fullName)
                && (caller == nil || effect.caller == caller)
        }
    }

    /// The requests to a route, such as `POST /repos/{owner}/{repo}/git/commits`.
    public func requests(to route: String) -> [RecordedRequest] {
        let parts = route.split(separator: " ", maxSplits: 1).map(String.init)
        return ledger.filter { $0.method == parts.first && $0.route == parts.last }
    }
}
