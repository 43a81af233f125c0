/// Writes Events. One that repeats is counted.
struct EventRecorder: Sendable {
    let context: ControllerContext

    func record(on object: JSONValue, type: String, reason: String, message: String, component: String) async {
        let name =
            "\(object.name).\(DeploymentController.hash([object["metadata", "uid"] ?? "", .string(reason + message)]))"
        let time = context.timestamp
        if await context.store.object(kind: "Event", namespace: object.namespace, name: name) != nil {
            await context.store.change(kind: "Event", namespace: object.namespace, name: name, manager: component) {
                $0["count"] = .int(($0["count"]?.int ?? 1) + 1)
                $0["lastTimestamp"] = .string(time)
            }
            return
        }
        let event: JSONValue = [
            "apiVersion": "v1", "kind": "Event",
            "metadata": ["name": .string(name), "namespace": .string(object.namespace)],
            "involvedObject": [
                "kind": .string(object.kind), "namespace": .string(object.namespace), "name": .string(object.name),
                "uid": .string(object.uid), "apiVersion": object["apiVersion"] ?? "",
                "resourceVersion": object["metadata", "resourceVersion"] ?? "",
            ],
            "reason": .string(reason), "message": .string(message), "source": ["component": .string(component)],
            "firstTimestamp": .string(time), "lastTimestamp": .string(time), "count": 1, "type": .string(type),
        ]
        _ = try? await context.store.create(event, manager: component)
    }
}
