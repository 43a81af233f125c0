import Foundation

/// Since when each Deployment makes no progress.
actor RolloutProgress {
    private var last: [ClusterStore.Key: (signature: String, since: Date)] = [:]

    /// What is left of the deadline; the signature changes whenever the Deployment gets on.
    func remaining(of deadline: Duration, for key: ClusterStore.Key, signature: String, now: Date) -> Duration {
        guard let known = last[key], known.signature == signature else {
            last[key] = (signature, now)
            return deadline
        }
        return deadline - .seconds(now.timeIntervalSince(known.since))
    }
}
