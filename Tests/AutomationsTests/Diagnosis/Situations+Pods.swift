@testable import Automations

extension Situation {
    /// The words of the admission plugins are those of kube-apiserver 1.36.
    private static func refused(_ words: String) -> String {
        Fixture.deployment(
            conditions: """
                [{type: ReplicaFailure, status: "True", reason: FailedCreate, lastTransitionTime: \
                "2026-03-14T11:57:00Z", message: \
                \(Fixture.quoted("pods \"web-7fff8dcb97-r6qzj\" is forbidden: \(words)"))}]
                """, pods: 0)
    }

    private static let limits = """
        apiVersion: v1
        kind: LimitRange
        metadata: {name: project-limits}
        spec: {limits: [{type: Container, default: {memory: 512Mi}, defaultRequest: {cpu: 100m, memory: 128Mi}}]}
        ---

        """

    static let refusals: [Situation] = [
        Situation(
            title: "The namespace's quota is used up",
            objects: refused("exceeded quota: project-quota, requested: pods=1, used: pods=10, limited: pods=10") + """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: project-quota}
                spec: {hard: {pods: "10", requests.cpu: "2", requests.memory: 4Gi}}
                status: {hard: {pods: "10", requests.cpu: "2", requests.memory: 4Gi}, used: {pods: "10", \
                requests.cpu: "1", requests.memory: 1Gi}}
                """,
            kind: .quotaExceeded, says: "the quota is exceeded.",
            because: "The cluster refuses new pods: project-quota, requested: pods=1, used: pods=10, limited: "
                + "pods=10. Nothing is left of pods.",
            remedy: "lower the replicas or the resource requests (`kubectl describe quota -n project-x-staging` "
                + "shows what is used), or have the quota raised."),
        Situation(
            title: "The quota is used up, and only the ReplicaSet's Events say so",
            objects: Fixture.deployment(pods: 0)
                + Fixture.event(
                    "FailedCreate",
                    "Error creating: pods \"web-7fff8dcb97-ddg7n\" is forbidden: exceeded quota: project-quota, "
                        + "requested: requests.cpu=2, used: requests.cpu=1, limited: requests.cpu=2",
                    about: "replicaset-2", kind: "ReplicaSet", name: "web-7fff8dcb97"),
            kind: .quotaExceeded, says: "the quota is exceeded.",
            because: "The cluster refuses new pods: project-quota, requested: requests.cpu=2, used: requests.cpu=1, "
                + "limited: requests.cpu=2.",
            remedy: "lower the replicas or the resource requests (`kubectl describe quota -n project-x-staging` "
                + "shows what is used), or have the quota raised."),
        Situation(
            title: "The quota wants requests, and nothing gives defaults",
            objects: refused(
                "failed quota: project-quota: must specify requests.cpu for: app; requests.memory for: app"),
            kind: .requestsMissing, says: "the pods do not say what they need.",
            because: "Because of the quota `project-quota` they must specify requests.cpu for: app; requests.memory "
                + "for: app. The LimitRange that gives defaults is missing in `project-x-staging`.",
            remedy: "set `resources.requests` and `resources.limits` for every container in the manifests, and push."),
        Situation(
            title: "A container asks for more than the LimitRange allows",
            objects: refused("maximum memory usage per Container is 512Mi, but limit is 2Gi") + limits,
            kind: .limitRangeExceeded, says: "the pods ask for more or less than is allowed.",
            because: "The LimitRange of the namespace says: maximum memory usage per Container is 512Mi, but limit "
                + "is 2Gi.",
            remedy: "change `resources` in the manifests (`kubectl describe limitrange -n project-x-staging` shows "
                + "the bounds), and push."),
        Situation(
            title: "The pods violate Pod Security",
            objects: refused(
                "violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true), hostPath volumes "
                    + "(volume \"h\")"
            ),
            kind: .podSecurityViolated, says: "Pod Security refuses the new pods.",
            because: "They violate `baseline:latest`: host namespaces (hostNetwork=true), hostPath volumes (volume "
                + "\"h\").",
            remedy: "change the `securityContext` in the manifests as named, and push."),
        Situation(
            title: "Pod Security refuses the pods of a StatefulSet: only its Events say so",
            objects: """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, uid: statefulset-db, generation: 1}
                spec: {replicas: 1, serviceName: db, selector: {matchLabels: {app: db}}, template: {}}
                status: {observedGeneration: 1, replicas: 0}
                ---

                """
                    + Fixture.event(
                        "FailedCreate",
                        "create Pod db-0 in StatefulSet db failed error: pods \"db-0\" is forbidden: violates "
                            + "PodSecurity \"baseline:latest\": privileged (container \"db\" must not set "
                            + "securityContext.privileged=true)",
                        about: "statefulset-db", kind: "StatefulSet", name: "db"),
            kind: .podSecurityViolated, says: "Pod Security refuses the new pods.",
            because: "They violate `baseline:latest`: privileged (container \"db\" must not set "
                + "securityContext.privileged=true).",
            remedy: "change the `securityContext` in the manifests as named, and push."),
        Situation(
            title: "The pods name a ServiceAccount that does not exist",
            objects: refused(
                "error looking up service account project-x-staging/web: serviceaccount \"web\" not found"),
            kind: .serviceAccountMissing, says: "the ServiceAccount `web` does not exist.",
            because: "The pods are to run as it, and `project-x-staging` has none of that name.",
            remedy: "add it to the manifests, or mend `serviceAccountName`, and push."),
        Situation(
            title: "A policy of the cluster refuses the pods",
            objects: refused("").replacing(
                Fixture.quoted("pods \"web-7fff8dcb97-r6qzj\" is forbidden: "),
                with: Fixture.quoted(
                    "admission webhook \"validate.kyverno.svc-fail\" denied the request: policy Pod/web for resource "
                        + "violation: require-labels: label 'team' is required")),
            kind: .podsRefused, says: "the new pods cannot be created.",
            because: "The cluster reports: admission webhook \"validate.kyverno.svc-fail\" denied the request: "
                + "policy Pod/web for resource violation: require-labels: label 'team' is required.",
            remedy: "mend what the message names and push; the cluster keeps trying."),
    ]

    private static let dataVolume = "[{name: data, persistentVolumeClaim: {claimName: data}}]"

    private static func claim(phase: String = "Pending", storageClass: String? = nil) -> String {
        let named = storageClass.map { "storageClassName: \($0)" } ?? "volumeMode: Filesystem"
        return """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data, uid: claim-data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, \(named)}
            status: {phase: \(phase)}
            ---

            """
    }

    private static func claimEvent(_ reason: String, _ message: String, type: String = "Warning") -> String {
        Fixture.event(reason, message, about: "claim-data", kind: "PersistentVolumeClaim", name: "data", type: type)
    }

    private static let unbound = Fixture.unschedulable(
        "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are "
            + "available: 3 Preemption is not helpful for scheduling.", volumes: dataVolume)

    static let volumes: [Situation] = [
        Situation(
            title: "The pods name a volume claim that does not exist",
            objects: Fixture.web
                + Fixture.unschedulable(
                    "0/3 nodes are available: persistentvolumeclaim \"data\" not found. preemption: 0/3 nodes are "
                        + "available: 3 Preemption is not helpful for scheduling.", volumes: dataVolume),
            kind: .claimMissing, outlook: .passing, says: "the volume claim `data` does not exist.",
            because: "The scheduler reports: 0/3 nodes are available: persistentvolumeclaim \"data\" not found.",
            remedy: "add the PersistentVolumeClaim `data` to the manifests, or mend its name, and push."),
        Situation(
            title: "A volume claim names a StorageClass that does not exist",
            objects: Fixture.web + unbound + claim(storageClass: "fast-ssd")
                + claimEvent("ProvisioningFailed", "storageclass.storage.k8s.io \"fast-ssd\" not found"),
            kind: .storageClassMissing, says: "the StorageClass `fast-ssd` does not exist.",
            because: "The volume claim `data` asks for it, and its pods wait.",
            remedy: "name a class that exists (`kubectl get storageclass`) and push; the claim has to be deleted "
                + "first, its class cannot be changed."),
        Situation(
            title: "A volume claim names no StorageClass, and the cluster has no default",
            objects: Fixture.web + unbound + claim()
                + claimEvent(
                    "FailedBinding", "no persistent volumes available for this claim and no storage class is set",
                    type: "Normal"),
            kind: .storageClassMissing, says: "the cluster has no default StorageClass.",
            because: "The volume claim `data` names none, and its pods wait.",
            remedy: "set `storageClassName` in the manifests (`kubectl get storageclass` shows which there are) and "
                + "push, or have one made the default."),
        Situation(
            title: "A volume cannot be provisioned",
            objects: Fixture.web + unbound + claim(storageClass: "standard")
                + claimEvent(
                    "ProvisioningFailed",
                    "failed to provision volume with StorageClass \"standard\": rpc error: code = ResourceExhausted "
                        + "desc = volume limit reached"),
            kind: .claimPending, outlook: .passing, says: "the volume `data` is not there yet.",
            because: "Its claim is Pending, and its pods wait. The cluster reports: failed to provision volume with "
                + "StorageClass \"standard\": rpc error: code = ResourceExhausted desc = volume limit reached.",
            remedy: "look at `kubectl describe -n project-x-staging pvc data` and have the storage looked at."),
        Situation(
            title: "The volume behind a claim was deleted",
            objects: Fixture.web + unbound + claim(phase: "Lost"),
            kind: .claimPending, says: "the volume `data` is lost.",
            because: "The PersistentVolume behind its claim was deleted.",
            remedy: "restore the data from a backup into a new claim; delete this one first."),
        Situation(
            title: "A volume is still attached to the old pod's node",
            objects: Fixture.web + Fixture.waiting("ContainerCreating", "")
                + Fixture.event(
                    "FailedAttachVolume",
                    "Multi-Attach error for volume \"pvc-ec14e20f\" Volume is already used by pod(s) "
                        + "web-66b96446d5-2bs4j"
                ),
            kind: .volumeInUse, outlook: .passing, says: "the volume is still in use by an old pod.",
            because: "The cluster reports: Multi-Attach error for volume \"pvc-ec14e20f\" Volume is already used by "
                + "pod(s) web-66b96446d5-2bs4j. It can be mounted on one node at a time, and a rolling update starts "
                + "the new pod before the old one ends.",
            remedy: "set `strategy.type: Recreate` for this Deployment (or use a StatefulSet) and push."),
        Situation(
            title: "A volume is made from a ConfigMap that does not exist",
            objects: Fixture.web + Fixture.waiting("ContainerCreating", "")
                + Fixture.event(
                    "FailedMount", "MountVolume.SetUp failed for volume \"config\" : configmap \"app-config\" not found"
                ),
            kind: .volumeSourceMissing, outlook: .passing, says: "the ConfigMap `app-config` does not exist.",
            because: "A volume of the pods is made from it.",
            remedy: "add it to the manifests and push, or create it in `project-x-staging`; the pods then start by "
                + "themselves."),
    ]

    static let places: [Situation] = [
        Situation(
            title: "No node has enough CPU or memory left",
            objects: Fixture.web
                + Fixture.unschedulable(
                    "0/3 nodes are available: 1 node(s) had untolerated taint "
                        + "{node-role.kubernetes.io/control-plane: }, 2 Insufficient cpu. preemption: 0/3 nodes are "
                        + "available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for "
                        + "incoming pod."),
            kind: .resourcesInsufficient, outlook: .passing, says: "no node has room for the pods.",
            because: "The scheduler reports: 0/3 nodes are available: 1 node(s) had untolerated taint "
                + "{node-role.kubernetes.io/control-plane: }, 2 Insufficient cpu.",
            remedy: "lower the resource requests in the manifests and push, or have nodes added (`kubectl top nodes` "
                + "shows what is used)."),
        Situation(
            title: "Every node has a taint",
            objects: Fixture.web
                + Fixture.unschedulable(
                    "0/1 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}. preemption: 0/1 "
                        + "nodes are available: 1 Preemption is not helpful for scheduling."),
            kind: .nodesTainted, outlook: .passing, says: "every node that is left is reserved.",
            because: "The scheduler reports: 0/1 nodes are available: 1 node(s) had untolerated taint {dedicated: "
                + "gpu}.",
            remedy: "have the taint removed, or add a toleration for it to the manifests and push."),
        Situation(
            title: "No node has the labels that the pods ask for",
            objects: Fixture.web
                + Fixture.unschedulable(
                    "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector."),
            kind: .nodesUnmatched, outlook: .passing, says: "no node matches what the pods ask for.",
            because: "The scheduler reports: 0/3 nodes are available: 3 node(s) didn't match Pod's node "
                + "affinity/selector.",
            remedy: "mend `nodeSelector` and affinity in the manifests (`kubectl get nodes --show-labels` shows what "
                + "there is) and push."),
        Situation(
            title: "The cluster has no nodes",
            objects: Fixture.web + Fixture.unschedulable("no nodes available to schedule pods"),
            kind: .unschedulable, outlook: .passing, says: "no node takes the pods.",
            because: "The scheduler reports: no nodes available to schedule pods.",
            remedy: "have the nodes looked at: `kubectl get nodes`."),
        Situation(
            title: "A node ran out of disk and drove the pod out",
            objects: Fixture.web
                + Fixture.pod(
                    "reason: Evicted, message: \"The node was low on resource: ephemeral-storage. Threshold "
                        + "quantity: 1Gi, available: 900Mi.\""
                ).replacing("phase: Pending", with: "phase: Failed"),
            kind: .podEvicted, outlook: .passing, says: "a node has driven a pod out.",
            because: "The node reports: The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, "
                + "available: 900Mi.",
            remedy: "set requests that cover what the pod uses (memory and ephemeral storage) and push; the cluster "
                + "makes another pod meanwhile."),
    ]
}
