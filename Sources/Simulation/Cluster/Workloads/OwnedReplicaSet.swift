/// A ReplicaSet of a Deployment with its pods.
struct OwnedReplicaSet: Sendable {
    static let revisionAnnotation = "deployment.kubernetes.io/revision"

    let object: JSONValue
    /// All pods, those that are ending too.
    let pods: [JSONValue]
    var desired: Int

    init(object: JSONValue, pods: [JSONValue]) {
        self.object = object
        self.pods = pods
        desired = object["spec", "replicas"]?.int ?? 0
    }

    var name: String { object.name }
    var revision: Int { Self.revision(of: object) }
    var livePods: [JSONValue] { pods.filter { !$0.isBeingDeleted } }
    var readyPods: [JSONValue] { livePods.filter(\.isReadyPod) }

    static func revision(of object: JSONValue) -> Int { Int(object.annotations[revisionAnnotation] ?? "") ?? 0 }
}

extension JSONValue {
    var isReadyPod: Bool { condition("Ready")?["status"] == "True" }
}
