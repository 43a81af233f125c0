/// Gives an Ingress of a class that exists the address of the controller. Nothing listens there.
struct IngressController: Controller {
    static let address = "203.0.113.10"

    let context: ControllerContext

    func keys(after change: ObjectChange) -> [ClusterStore.Key] {
        guard change.object.kind == "Ingress", change.kind != .deleted else { return [] }
        return [.init(namespace: change.object.namespace, name: change.object.name)]
    }

    func reconcile(_ key: ClusterStore.Key) async -> Duration? {
        guard let ingress = await context.store.object(kind: "Ingress", namespace: key.namespace, name: key.name),
            let name = ingress["spec", "ingressClassName"]?.string,
            await context.store.object(kind: "IngressClass", name: name) != nil,
            ingress.list("status", "loadBalancer", "ingress").isEmpty
        else { return nil }
        await context.store.change(
            kind: "Ingress", namespace: key.namespace, name: key.name, manager: "ingress-controller", status: true
        ) {
            $0["status"] = ["loadBalancer": ["ingress": [["ip": .string(Self.address)]]]]
        }
        return nil
    }
}
