import Foundation
import KubernetesAPI
import Yams

@testable import Automations

/// Objects as a cluster shows them, in the YAML of `kubectl get -o yaml`, without what plays no role.
enum Fixture {
    static let namespace: NamespaceName = "project-x-staging"
    static let image = "ghcr.io/acme/web-shop:3f2a1bc"
    /// 2026-03-14T12:00:00Z.
    static let now = Date(timeIntervalSince1970: 1_773_489_600)

    /// A Deployment in the middle of a rolling update, with the ReplicaSets of the old and the new version.
    static let web = deployment()

    static func deployment(image: String = image, conditions: String = "[]", paused: Bool = false, pods: Int = 1)
        -> String
    {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          uid: deployment-web
          generation: 2
          annotations: {deployment.kubernetes.io/revision: "2"}
          labels: {kustomize.toolkit.fluxcd.io/name: x-staging, kustomize.toolkit.fluxcd.io/namespace: \
          project-x-staging}
        spec:
          replicas: 2
          paused: \(paused)
          progressDeadlineSeconds: 600
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: app, image: "\(image)", resources: {limits: {memory: 256Mi}, requests: {cpu: 100m, memory: \
              128Mi}}}
        status: {observedGeneration: 2, replicas: 3, updatedReplicas: \(pods), readyReplicas: 2, availableReplicas: \
        2, conditions: \(conditions)}
        ---
        \(replicaSet("web-66b96446d5", revision: 1, replicas: 2))
        ---
        \(replicaSet("web-7fff8dcb97", revision: 2, replicas: 1))
        ---

        """
    }

    private static func replicaSet(_ name: String, revision: Int, replicas: Int) -> String {
        """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: \(name)
          uid: replicaset-\(revision)
          annotations: {deployment.kubernetes.io/revision: "\(revision)"}
          ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: deployment-web, controller: true}]
        spec: {replicas: \(replicas), selector: {matchLabels: {app: web}}}
        """
    }

    /// A pod of the new version.
    /// - Parameter status: what is written into `status`, as a flow mapping without its braces.
    static func pod(
        _ status: String,
        owner: String = "{apiVersion: apps/v1, kind: ReplicaSet, name: web-7fff8dcb97, uid: replicaset-2}",
        volumes: String = "[]"
    ) -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-7fff8dcb97-tfw25, uid: pod-1, ownerReferences: [\(owner)]}
        spec:
          containers: [{name: app, image: "\(image)", resources: {limits: {memory: 256Mi}}}]
          volumes: \(volumes)
        status: {phase: Pending, \(status)}
        ---

        """
    }

    static func waiting(_ reason: String, _ message: String, restarts: Int = 0, last: String? = nil) -> String {
        let lastState = last.map { ", lastState: {terminated: \($0)}" } ?? ""
        return pod(
            """
            conditions: [{type: Ready, status: "False", reason: ContainersNotReady}],
              containerStatuses: [{name: app, image: "\(image)", ready: false, restartCount: \(restarts), state: \
              {waiting: \
            {reason: \(reason), message: \(quoted(message))}}\(lastState)}]
            """)
    }

    static func crashing(_ exit: String, restarts: Int = 4) -> String {
        waiting(
            "CrashLoopBackOff",
            "back-off 1m20s restarting failed container=app pod=web-7fff8dcb97-tfw25_project-x-staging(pod-1)",
            restarts: restarts, last: exit)
    }

    static let running = pod(
        """
        conditions: [{type: Ready, status: "False", reason: ContainersNotReady, message: "containers with unready \
        status: [app]"}],
          containerStatuses: [{name: app, image: "\(image)", ready: false, restartCount: 0, state: {running: \
          {startedAt: \
        "2026-03-14T11:58:00Z"}}}]
        """)

    static func unschedulable(_ message: String, volumes: String = "[]") -> String {
        pod(
            """
            conditions: [{type: PodScheduled, status: "False", reason: Unschedulable, message: \(quoted(message))}]
            """, volumes: volumes)
    }

    static func event(
        _ reason: String, _ message: String, about uid: String = "pod-1", kind: String = "Pod",
        name: String = "web-7fff8dcb97-tfw25", type: String = "Warning"
    ) -> String {
        """
        apiVersion: v1
        kind: Event
        metadata: {name: "\(name).\(reason.lowercased())"}
        involvedObject: {kind: \(kind), name: \(name), uid: \(uid)}
        reason: \(reason)
        message: \(quoted(message))
        type: \(type)
        count: 4
        firstTimestamp: "2026-03-14T11:57:00Z"
        lastTimestamp: "2026-03-14T11:59:30Z"
        ---

        """
    }

    static func quoted(_ text: String) -> String {
        let data = try? JSONEncoder().encode(text)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    // MARK: Reading

    static func environment(_ yaml: String) throws -> ObservedEnvironment {
        let objects = try Objects(yaml)
        var workloads = WorkloadObservation(
            deployments: try objects.all(), replicaSets: try objects.all(), pods: try objects.all(),
            events: try objects.all())
        workloads.statefulSets = try objects.all()
        workloads.daemonSets = try objects.all()
        workloads.jobs = try objects.all()
        var observed = ObservedEnvironment(
            namespace: namespace, now: now, workloads: workloads,
            image: ImageKnowledge(name: workloads.deployments.isEmpty ? nil : image))
        if objects.has("GitRepository") || objects.has("Kustomization") {
            let sources: [GitRepository] = try objects.all()
            let kustomizations: [Kustomization] = try objects.all()
            observed.flux = ObservedFlux(gitRepository: sources.first, kustomization: kustomizations.first)
        }
        observed.claims = try objects.all()
        observed.quotas = try objects.all()
        observed.limitRanges = try objects.all()
        let ingresses: [Ingress] = try objects.all()
        observed.ingresses = ingresses.filter { $0.metadata.namespace == namespace }
        observed.hostsElsewhere = ingresses.filter { $0.metadata.namespace != namespace }.flatMap(HostUse.all)
        observed.ingressClasses = try objects.allOfCluster()
        observed.certificates = .found(try objects.all())
        return observed
    }

    /// YAML documents, by kind.
    private struct Objects {
        private let nodes: [Node]

        init(_ yaml: String) throws {
            nodes = try Yams.compose_all(yaml: yaml).filter { $0.mapping != nil }
        }

        func has(_ kind: String) -> Bool { nodes.contains { $0["kind"]?.string == kind } }

        func all<Object: NamespacedObject>() throws -> [Object] {
            try nodes.filter { $0["kind"]?.string == Object.resource.kind }.map { node in
                var node = node
                if node["metadata"]?["namespace"] == nil { node["metadata"]?["namespace"] = Node(namespace.text) }
                return try YAMLDecoder().decode(Object.self, from: node)
            }
        }

        func allOfCluster<Object: ClusterObject>() throws -> [Object] {
            try nodes.filter { $0["kind"]?.string == Object.resource.kind }
                .map { try YAMLDecoder().decode(Object.self, from: $0) }
        }
    }
}
