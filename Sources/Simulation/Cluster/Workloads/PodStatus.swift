/// The status of a pod as the kubelet writes it.
struct PodStatus: Sendable {
    let pod: JSONValue
    let time: String
    private var containers: [JSONValue]
    private var phase = "Pending"
    private var isReady = false

    init(pod: JSONValue, time: String) {
        self.pod = pod
        self.time = time
        let old = pod.list("status", "containerStatuses")
        containers = pod.list("spec", "containers").map { container in
            old.first { $0["name"] == container["name"] }
                ?? [
                    "name": container["name"] ?? "", "image": container["image"] ?? "", "imageID": "", "ready": false,
                    "started": false, "restartCount": 0, "lastState": [:], "state": [:],
                ]
        }
    }

    /// All containers wait for the same.
    mutating func waiting(_ reason: String, message: String? = nil, isPulled: Bool = false) {
        var waiting: JSONValue = ["reason": .string(reason)]
        if let message { waiting["message"] = .string(message) }
        for index in containers.indices {
            containers[index]["state"] = ["waiting": waiting]
            if isPulled { containers[index]["imageID"] = .string(imageID(index)) }
        }
    }

    mutating func running(ready: Bool) {
        phase = "Running"
        isReady = ready
        for index in containers.indices {
            let since = containers[index]["state", "running", "startedAt"] ?? .string(time)
            containers[index]["state"] = ["running": ["startedAt": since]]
            containers[index]["started"] = true
            containers[index]["ready"] = .bool(ready)
            containers[index]["containerID"] = .string(containerID)
        }
    }

    mutating func crashed(exitCode: Int, reason: String) {
        phase = "Running"
        for index in containers.indices {
            let name = containers[index]["name"]?.string ?? ""
            let since = containers[index]["state", "running", "startedAt"] ?? .string(time)
            containers[index]["lastState"] = [
                "terminated": [
                    "exitCode": .int(exitCode), "reason": .string(reason), "startedAt": since,
                    "finishedAt": .string(time), "containerID": .string(containerID),
                ]
            ]
            let restarts = (containers[index]["restartCount"]?.int ?? 0) + 1
            containers[index]["restartCount"] = .int(restarts)
            containers[index]["started"] = false
            containers[index]["ready"] = false
            let pause = min(300, 10 << min(restarts - 1, 5))
            containers[index]["state"] = [
                "waiting": [
                    "reason": "CrashLoopBackOff",
                    "message": .string(
                        "back-off \(KustomizationPass.text(.seconds(pause))) restarting failed container=\(name) "
                            + "pod=\(pod.name)_\(pod.namespace)(\(pod.uid))"),
                ]
            ]
        }
    }

    var json: JSONValue {
        var status = pod
        status["status"] = [
            "phase": .string(phase), "qosClass": pod["status", "qosClass"] ?? "BestEffort", "hostIP": "10.0.0.5",
            "podIP": "10.244.0.7", "podIPs": [["ip": "10.244.0.7"]],
            "startTime": pod["status", "startTime"] ?? .string(time),
            "conditions": pod["status", "conditions"] ?? [], "containerStatuses": .array(containers),
        ]
        for type in ["PodReadyToStartContainers", "Initialized", "PodScheduled"] {
            status.setPodCondition(type, true, time)
        }
        let names = containers.filter { $0["ready"] != true }.compactMap { $0["name"]?.string }
        for type in ["Ready", "ContainersReady"] {
            status.setPodCondition(
                type, isReady, time, message: "containers with unready status: [\(names.joined(separator: " "))]")
        }
        return status["status"] ?? [:]
    }

    private var containerID: String { "containerd://\(pod.uid.filter { $0 != "-" })" }

    private func imageID(_ index: Int) -> String {
        let image = containers[index]["image"]?.string ?? ""
        return "\(ImageName(image).repository)@sha256:\(DeploymentController.hash(.string(image)))"
    }
}

extension JSONValue {
    fileprivate mutating func setPodCondition(_ type: String, _ holds: Bool, _ time: String, message: String = "") {
        setCondition(
            type, holds ? "True" : "False", reason: "ContainersNotReady", message: message, time: time)
        guard holds else { return }
        let conditions = list("status", "conditions").map { condition in
            guard condition["type"]?.string == type else { return condition }
            var condition = condition
            condition["reason"] = nil
            condition["message"] = nil
            return condition
        }
        self["status", "conditions"] = .array(conditions)
    }
}
