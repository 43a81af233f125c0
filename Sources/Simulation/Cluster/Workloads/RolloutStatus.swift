/// The status of a Deployment, from its ReplicaSets and pods.
struct RolloutStatus: Sendable {
    let deployment: JSONValue
    let sets: [OwnedReplicaSet]
    let newSet: String

    private var desired: Int { deployment["spec", "replicas"]?.int ?? 1 }
    private var total: Int { sets.reduce(0) { $0 + $1.livePods.count } }
    private var ready: Int { sets.reduce(0) { $0 + $1.readyPods.count } }
    private var updated: Int { sets.first { $0.name == newSet }?.livePods.count ?? 0 }
    private var updatedReady: Int { sets.first { $0.name == newSet }?.readyPods.count ?? 0 }

    var isComplete: Bool { updated == desired && total == desired && ready == desired }

    /// Changes whenever the rollout gets on.
    var signature: String { "\(deployment.generation) \(newSet) \(updated) \(updatedReady) \(total) \(ready)" }

    func write(into object: inout JSONValue, timedOut: Bool, failure: APIError?, time: String) {
        object["status", "observedGeneration"] = .int(deployment.generation)
        object["status", "replicas"] = counted(total)
        object["status", "updatedReplicas"] = counted(updated)
        object["status", "readyReplicas"] = counted(ready)
        object["status", "availableReplicas"] = counted(ready)
        object["status", "unavailableReplicas"] = counted(max(0, max(total, desired) - ready))
        object["status", "terminatingReplicas"] = .int(sets.reduce(0) { $0 + $1.pods.count - $1.livePods.count })
        writeAvailable(into: &object, time: time)
        writeProgressing(into: &object, timedOut: timedOut, time: time)
        if let failure {
            object.setDeploymentCondition(
                "ReplicaFailure", "True", reason: "FailedCreate", message: failure.message, time: time)
        } else if object.condition("ReplicaFailure") != nil {
            object.removeCondition("ReplicaFailure")
        }
    }

    /// Absent counters mean 0.
    private func counted(_ count: Int) -> JSONValue? { count == 0 ? nil : .int(count) }

    private func writeAvailable(into object: inout JSONValue, time: String) {
        let least = RolloutPlan(deployment: deployment, sets: sets, newIndex: 0).leastAvailable
        let isAvailable = ready >= least
        object.setDeploymentCondition(
            "Available", isAvailable ? "True" : "False",
            reason: isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            message: "Deployment \(isAvailable ? "has" : "does not have") minimum availability.", time: time)
    }

    private func writeProgressing(into object: inout JSONValue, timedOut: Bool, time: String) {
        let old = object.condition("Progressing")?["reason"]?.string
        if isComplete {
            object.setDeploymentCondition(
                "Progressing", "True", reason: "NewReplicaSetAvailable",
                message: "ReplicaSet \"\(newSet)\" has successfully progressed.", time: time)
        } else if timedOut, old != "NewReplicaSetAvailable" {
            object.setDeploymentCondition(
                "Progressing", "False", reason: "ProgressDeadlineExceeded",
                message: "ReplicaSet \"\(newSet)\" has timed out progressing.", time: time)
        } else if total == 0 {
            object.setDeploymentCondition(
                "Progressing", "True", reason: "NewReplicaSetCreated", message: "Created new replica set \"\(newSet)\"",
                time: time)
        } else if !timedOut {
            object.setDeploymentCondition(
                "Progressing", "True", reason: "ReplicaSetUpdated", message: "ReplicaSet \"\(newSet)\" is progressing.",
                time: time)
        }
    }
}

extension RolloutPlan {
    /// How many pods must be available at any time.
    var leastAvailable: Int {
        let wanted = deployment["spec", "replicas"]?.int ?? 1
        return wanted - unavailable(wanted)
    }
}
