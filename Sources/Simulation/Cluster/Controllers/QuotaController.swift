/// Writes into ResourceQuotas what is used.
struct QuotaController: Controller {
    let context: ControllerContext

    func keys(after change: ObjectChange) -> [ClusterStore.Key] {
        ["ResourceQuota", "Pod", "Secret", "ConfigMap", "Service"].contains(change.object.kind)
            ? [.init(namespace: change.object.namespace, name: "")] : []
    }

    func reconcile(_ key: ClusterStore.Key) async -> Duration? {
        for quota in await context.store.objects(kind: "ResourceQuota", namespace: key.namespace) {
            let hard = quota["spec", "hard"] ?? [:]
            let used = QuotaUsage(hard: hard.quantities).used(by: await context.store.countable(in: key.namespace))
            await context.store.change(
                kind: "ResourceQuota", namespace: key.namespace, name: quota.name, manager: "kube-controller-manager",
                status: true
            ) {
                $0["status"] = ["hard": hard, "used": .object(used.mapValues { .string($0.text) })]
            }
        }
        return nil
    }
}
