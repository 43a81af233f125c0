/// Binds the claims of a pod, as the scheduler and the volume controller do: those of the default StorageClass get
/// their
/// volume at once, those of any other never.
struct VolumeBinding: Sendable {
    let context: ControllerContext

    /// - Returns: why the pod cannot be scheduled; `nil` when all its claims are bound.
    func problem(of pod: JSONValue) async -> String? {
        for name in pod.list("spec", "volumes").compactMap({ $0["persistentVolumeClaim", "claimName"]?.string }) {
            let claim = await context.store.object(
                kind: "PersistentVolumeClaim", namespace: pod.namespace, name: name)
            guard let claim else { return "0/1 nodes are available: persistentvolumeclaim \"\(name)\" not found." }
            guard await bind(claim) else {
                return "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/1 "
                    + "nodes "
                    + "are available: 1 Preemption is not helpful for scheduling."
            }
        }
        return nil
    }

    private func bind(_ claim: JSONValue) async -> Bool {
        if claim["status", "phase"] == "Bound" { return true }
        let storageClass = claim["spec", "storageClassName"]?.string ?? ""
        guard storageClass == Defaults.storageClass else {
            await EventRecorder(context: context).record(
                on: claim, type: "Warning", reason: "ProvisioningFailed",
                message: "storageclass.storage.k8s.io \"\(storageClass)\" not found",
                component: "persistentvolume-controller")
            return false
        }
        await context.store.change(
            kind: "PersistentVolumeClaim", namespace: claim.namespace, name: claim.name,
            manager: "kube-controller-manager", status: true
        ) { $0["status", "phase"] = "Bound" }
        return true
    }
}
