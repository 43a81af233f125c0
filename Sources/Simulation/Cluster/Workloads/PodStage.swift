/// Where a pod stands, read from its status.
enum PodStage: Sendable, Hashable {
    case pending
    case pulling
    case starting
    case running
    case crashed
    case settled

    init(_ pod: JSONValue) {
        let containers = pod.list("status", "containerStatuses")
        if containers.isEmpty || pod["spec", "nodeName"] == nil {
            self = .pending
        } else if pod.waitingReasons.contains("CrashLoopBackOff") {
            self = .crashed
        } else if !pod.waitingReasons.isEmpty {
            self = containers.allSatisfy { $0["imageID"] != "" } ? .starting : .pulling
        } else {
            self = pod.isReadyPod ? .settled : .running
        }
    }
}

extension JSONValue {
    /// `state.waiting.reason` of each container that waits.
    var waitingReasons: [String] {
        list("status", "containerStatuses").compactMap { $0["state", "waiting", "reason"]?.string }
    }
}
