/// How far a Deployment is, read from its status.
struct RolloutState: Sendable, Hashable {
    let desired: Int
    let total: Int
    let updated: Int
    let ready: Int
    let available: Int
    let isObserved: Bool
    let hasFailed: Bool

    init(_ deployment: JSONValue) {
        func count(_ field: String) -> Int { deployment["status", field]?.int ?? 0 }
        desired = deployment["spec", "replicas"]?.int ?? 1
        total = count("replicas")
        updated = count("updatedReplicas")
        ready = count("readyReplicas")
        available = count("availableReplicas")
        isObserved = count("observedGeneration") == deployment.generation
        hasFailed = deployment.condition("Progressing")?["reason"] == "ProgressDeadlineExceeded"
    }

    var isComplete: Bool {
        isObserved && updated == desired && total == desired && available == desired
    }
}
