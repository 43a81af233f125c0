/// Makes and deletes the pods of one ReplicaSet.
struct ReplicaSetWork: Sendable {
    let context: ControllerContext
    let set: OwnedReplicaSet

    /// Brings the number of pods to what is desired and writes the status.
    /// - Throws: why a pod could not be made.
    func settle() async throws(APIError) {
        let pods = set.livePods
        var failure: APIError?
        if pods.count < set.desired {
            for _ in pods.count..<set.desired {
                do {
                    try await context.store.create(pod, manager: "kube-controller-manager")
                } catch {
                    failure = error
                    await report(error)
                    break
                }
            }
        } else {
            for pod in leastWanted(pods).prefix(pods.count - set.desired) {
                try? await context.store.delete(
                    kind: "Pod", namespace: pod.namespace, name: pod.name, manager: "kube-controller-manager")
            }
        }
        await writeStatus()
        if let failure { throw failure }
    }

    /// Pods that are not ready go first.
    private func leastWanted(_ pods: [JSONValue]) -> [JSONValue] {
        pods.filter { !$0.isReadyPod } + pods.filter(\.isReadyPod)
    }

    private var pod: JSONValue {
        let template = set.object["spec", "template"] ?? [:]
        var metadata = template["metadata"] ?? [:]
        metadata["generateName"] = .string("\(set.name)-")
        metadata["namespace"] = .string(set.object.namespace)
        metadata["ownerReferences"] = [.ownerReference(to: set.object)]
        return ["apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"] ?? [:]]
    }

    private func report(_ error: APIError) async {
        await EventRecorder(context: context).record(
            on: set.object, type: "Warning", reason: "FailedCreate", message: "Error creating: \(error.message)",
            component: "replicaset-controller")
    }

    private func writeStatus() async {
        let pods = await context.store.dependents(of: set.object.uid, kind: "Pod", namespace: set.object.namespace)
            .filter { !$0.isBeingDeleted }
        let ready = pods.filter(\.isReadyPod).count
        let generation = await context.store.object(
            kind: "ReplicaSet", namespace: set.object.namespace, name: set.name)?.generation
        await context.store.change(
            kind: "ReplicaSet", namespace: set.object.namespace, name: set.name, manager: "kube-controller-manager",
            status: true
        ) {
            $0["status", "replicas"] = .int(pods.count)
            $0["status", "fullyLabeledReplicas"] = pods.isEmpty ? nil : .int(pods.count)
            $0["status", "readyReplicas"] = ready == 0 ? nil : .int(ready)
            $0["status", "availableReplicas"] = ready == 0 ? nil : .int(ready)
            $0["status", "observedGeneration"] = generation.map { .int($0) }
        }
    }
}
