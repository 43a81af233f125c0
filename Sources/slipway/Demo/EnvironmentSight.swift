import Simulation
import Storage

/// What an environment has in the simulated cluster.
struct EnvironmentSight: Sendable {
    let name: EnvironmentName
    let namespace: String
    /// The namespace and everything in it.
    let objects: [JSONValue]

    func all(_ kind: String) -> [JSONValue] { objects.filter { $0.kind == kind } }

    var repository: JSONValue? { all("GitRepository").first }
    var kustomization: JSONValue? { all("Kustomization").first }
    /// The commit that Flux has fetched.
    var fetched: String? { Self.commit(repository?["status", "artifact", "revision"]) }
    /// The commit whose manifests Flux has applied.
    var applied: String? { Self.commit(kustomization?["status", "lastAppliedRevision"]) }
    /// The image tag that the Kustomization pins.
    var pinned: String? { kustomization?["spec", "images"]?.array?.first?["newTag"]?.string }
    /// When Slipway last told Flux to fetch, in its own words.
    var token: String? { repository?.annotations["reconcile.fluxcd.io/requestedAt"] }
    /// The last of those words that Flux has acted on.
    var handledToken: String? { repository?["status", "lastHandledReconcileAt"]?.string }
    var workloads: [WorkloadSight] { all("Deployment").map(WorkloadSight.init) }
    var pods: [PodSight] { all("Pod").map(PodSight.init) }

    /// Whether every workload has this image in all of its pods, and all of them are available.
    func runs(_ commit: String) -> Bool {
        !workloads.isEmpty && workloads.allSatisfy { $0.tag == commit && $0.isComplete }
    }

    /// How many pods with this image pass their probes.
    func readyPods(_ commit: String) -> Int { pods.count { $0.tag == commit && $0.isReady } }

    /// `main@sha1:<commit>` → `<commit>`
    private static func commit(_ revision: JSONValue?) -> String? {
        revision?.string?.split(separator: ":").last.map(String.init)
    }
}

/// A Deployment.
struct WorkloadSight: Sendable {
    let tag: String?
    let isComplete: Bool

    init(_ deployment: JSONValue) {
        tag = JSONValue.imageTag(deployment["spec", "template", "spec", "containers"])
        let wanted = deployment["spec", "replicas"]?.int ?? 1
        let counts = ["replicas", "updatedReplicas", "availableReplicas"].map { deployment["status", $0]?.int ?? 0 }
        let isCurrent = deployment["status", "observedGeneration"] == deployment["metadata", "generation"]
        isComplete = isCurrent && counts.allSatisfy { $0 == wanted }
    }
}

struct PodSight: Sendable {
    let name: String
    let tag: String?
    let isReady: Bool
    /// Why its container waits, such as `ImagePullBackOff`.
    let reason: String?
    let restarts: Int
    let phase: String

    init(_ pod: JSONValue) {
        let container = pod["status", "containerStatuses"]?[0]
        name = pod.name
        tag = JSONValue.imageTag(pod["spec", "containers"])
        isReady = pod.condition("Ready")?["status"]?.string == "True"
        reason = container?["state", "waiting", "reason"]?.string
        restarts = container?["restartCount"]?.int ?? 0
        phase = pod["status", "phase"]?.string ?? ""
    }

    /// `Running`, `CrashLoopBackOff, 3 restarts`
    var state: String {
        let word = reason ?? (phase == "Running" && !isReady ? "not ready" : phase)
        return restarts == 0 ? word : "\(word), \(restarts) restart\(restarts == 1 ? "" : "s")"
    }
}

extension JSONValue {
    /// The tag of the first container's image.
    fileprivate static func imageTag(_ containers: JSONValue?) -> String? {
        containers?[0]?["image"]?.string?.split(separator: ":").last.map(String.init)
    }
}
