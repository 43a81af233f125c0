import Foundation
import KubernetesAPI
import Storage
import Testing

@testable import Automations

private let now = Date(timeIntervalSince1970: 1_767_323_045)
private let image = "ghcr.io/acme/web-shop:3f2a1bc"
private let namespace: NamespaceName = "project-x-staging"

private func deployment(
    wanted: Int = 2, generation: Int = 2, observed: Int? = 2, total: Int = 3, updated: Int? = 1,
    available: Int? = 2, paused: Bool? = nil, image: String = image, conditions: [Condition] = []
) -> Deployment {
    var metadata = ObjectMeta(name: "web", namespace: namespace)
    metadata.uid = "deployment"
    metadata.generation = generation
    metadata.annotations["deployment.kubernetes.io/revision"] = "2"
    let pod = PodSpec(containers: [PodSpec.Container(name: "app", image: image)])
    return Deployment(
        metadata: metadata,
        spec: Deployment.Spec(
            replicas: wanted, selector: LabelSelector(), template: PodTemplate(spec: pod), paused: paused),
        status: Deployment.Status(
            observedGeneration: observed, replicas: total, updatedReplicas: updated, readyReplicas: available,
            availableReplicas: available, conditions: conditions))
}

private func replicaSet(_ uid: String, revision: String) -> ReplicaSet {
    var metadata = ObjectMeta(name: ObjectName(stringLiteral: "web-\(uid)"), namespace: namespace)
    metadata.uid = uid
    metadata.annotations["deployment.kubernetes.io/revision"] = revision
    metadata.ownerReferences = [
        OwnerReference(apiVersion: "apps/v1", kind: "Deployment", name: "web", uid: "deployment")
    ]
    return ReplicaSet(metadata: metadata, spec: ReplicaSet.Spec(selector: LabelSelector()))
}

private func pod(
    _ name: ObjectName = "web-1", of replicaSet: String = "new", ready: Bool = false,
    waiting: ContainerStatus.Waiting? = nil, restarts: Int = 0, exit: ContainerStatus.Terminated? = nil,
    conditions: [Condition] = []
) -> Pod {
    var metadata = ObjectMeta(name: name, namespace: namespace)
    metadata.uid = "uid-\(name)"
    metadata.ownerReferences = [
        OwnerReference(apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-x", uid: replicaSet)
    ]
    let container = ContainerStatus(
        name: "app", ready: ready, restartCount: restarts, image: image,
        state: ContainerStatus.State(waiting: waiting), lastState: ContainerStatus.State(terminated: exit))
    let isReady = Condition(type: "Ready", status: ready ? .yes : .no)
    return Pod(
        metadata: metadata, spec: PodSpec(containers: []),
        status: Pod.Status(conditions: conditions + [isReady], containerStatuses: [container]))
}

private func rollout(
    _ deployments: [Deployment], pods: [Pod] = [], events: [ClusterEvent] = [], building: Bool = false,
    after seconds: Double = 0, image expected: String? = image
) -> Rollout {
    Rollout.of(
        WorkloadObservation(
            deployments: deployments,
            replicaSets: [replicaSet("old", revision: "1"), replicaSet("new", revision: "2")],
            pods: pods, events: events),
        Rollout.Expectation(
            image: ImageKnowledge(name: expected, build: building ? .running : .succeeded),
            now: now.addingTimeInterval(seconds)))
}

private func waiting(_ reason: String, _ message: String = "") -> ContainerStatus.Waiting {
    ContainerStatus.Waiting(reason: reason, message: message)
}

private func failure(_ rollout: Rollout) -> Trouble? {
    guard case .failed(let trouble) = rollout else { return nil }
    return trouble
}

@Suite struct RolloutTests {
    @Test func readyWhenAllPodsAreNewAndAvailable() {
        #expect(rollout([deployment(total: 2, updated: 2, available: 2)]) == .ready(pods: 2))
    }

    @Test func nothingToRollOut() {
        #expect(rollout([]) == .ready(pods: 0))
        #expect(rollout([deployment(wanted: 0, total: 0, updated: nil, available: nil)]) == .ready(pods: 0))
    }

    @Test func theOldStatusDoesNotCount() {
        // Transcript of a real server: generation 2, observedGeneration 1, and the conditions still say Available.
        let old = deployment(generation: 2, observed: 1, total: 2, updated: 2, available: 2)
        #expect(rollout([old]) == .progressing("the cluster has not looked at web yet"))
        let unseen = deployment(generation: 1, observed: nil, total: 0, updated: nil, available: nil)
        #expect(rollout([unseen]) == .progressing("the cluster has not looked at web yet"))
    }

    @Test func oldPodsThatStillRunKeepItFromBeingReady() {
        #expect(
            rollout([deployment(total: 3, updated: 2, available: 3)], pods: [pod(ready: true)])
                == .progressing("1 of 2 pods ready"))
    }

    @Test func onlyNewPodsAreCounted() {
        let pods = [pod("old-1", of: "old", ready: true), pod("old-2", of: "old", ready: true), pod("new-1")]
        #expect(rollout([deployment()], pods: pods) == .progressing("0 of 2 pods ready"))
    }

    @Test func severalDeploymentsAreAddedUp() {
        let done = deployment(wanted: 1, total: 1, updated: 1, available: 1)
        #expect(rollout([done, deployment()], pods: [pod(ready: true)]) == .progressing("2 of 3 pods ready"))
        #expect(rollout([done, done]) == .ready(pods: 2))
    }

    @Test func anImageThatIsStillBuiltIsWaitedFor() {
        for reason in ["ErrImagePull", "ImagePullBackOff"] {
            #expect(rollout([deployment()], pods: [pod(waiting: waiting(reason))], building: true) == .waitingForImage)
        }
    }

    @Test func aFailedPullIsTriedAgainFirst() {
        #expect(
            rollout([deployment()], pods: [pod(waiting: waiting("ErrImagePull", "EOF"))])
                == .progressing("image pull failed: EOF, trying again"))
    }

    @Test(arguments: [
        ("Back-off pulling image \"x\": ErrImagePull: failed to authorize: 401 Unauthorized", "registryLoginRefused"),
        ("failed to resolve reference: ghcr.io/acme/web-shop:x: not found", "imageTagMissing"),
        ("", "imagePullFailed"),
        ("something new", "imagePullFailed"),
    ])
    func anImageThatCannotBePulledFails(message: String, code: String) {
        #expect(
            failure(rollout([deployment()], pods: [pod(waiting: waiting("ImagePullBackOff", message))]))?.code == code)
    }

    @Test func aRegistryThatCannotBeReachedMayComeBack() {
        #expect(
            rollout([deployment()], pods: [pod(waiting: waiting("ImagePullBackOff", "dial tcp: i/o timeout"))])
                == .progressing("image pull failed: the registry cannot be reached, trying again"))
    }

    @Test func aCrashLoopFailsAtTheThirdExit() {
        let exit = ContainerStatus.Terminated(exitCode: 1, reason: "Error")
        let crashing = waiting("CrashLoopBackOff", "back-off 10s")
        #expect(
            rollout([deployment()], pods: [pod(waiting: crashing, restarts: 1, exit: exit)])
                == .progressing("crash loop: last log unavailable, exit code 1, trying again"))
        #expect(
            rollout([deployment()], pods: [pod(waiting: crashing, restarts: 3, exit: exit)])
                == .failed(
                    Trouble(
                        what: "the new pods crash.",
                        why: "Container `app` ended with exit code 1, 4 times (CrashLoopBackOff).",
                        whatToDo: "look at `kubectl logs -n project-x-staging deploy/web --previous`, push a fix, or "
                            + "re-run the build.",
                        summary: "crash loop: last log unavailable, exit code 1", code: "crashLoop")))
    }

    @Test func theLastLogIsTold() {
        let exit = ContainerStatus.Terminated(exitCode: 3, message: "starting\nno DATABASE_URL\n")
        let result = rollout(
            [deployment()], pods: [pod(waiting: waiting("CrashLoopBackOff"), restarts: 2, exit: exit)])
        guard case .failed(let trouble) = result else {
            Issue.record("expected a failure, got \(result)")
            return
        }
        #expect(trouble.summary == "crash loop: no DATABASE_URL, exit code 3")
    }

    @Test(arguments: [
        ("CreateContainerConfigError", "secret \"app-env\" not found", "configurationMissing"),
        ("CreateContainerError", "name is reserved", "containerCannotStart"),
        ("InvalidImageName", "must be lowercase", "imageNameInvalid"),
    ])
    func aContainerThatCannotStartFails(reason: String, message: String, code: String) {
        #expect(failure(rollout([deployment()], pods: [pod(waiting: waiting(reason, message))]))?.code == code)
    }

    @Test func aPodThatRunsBetweenTwoCrashesIsNotJustSlow() {
        let exit = ContainerStatus.Terminated(exitCode: 1, reason: "Error")
        let between = pod(restarts: 2, exit: exit)
        #expect(
            rollout([deployment()], pods: [between])
                == .progressing("crash loop: last log unavailable, exit code 1, trying again"))
        #expect(failure(rollout([overdue], pods: [between]))?.code == "crashLoop")
    }

    @Test func troubleOfOldPodsDoesNotCount() {
        let pods = [pod("old-1", of: "old", waiting: waiting("CrashLoopBackOff"), restarts: 9), pod("new-1")]
        #expect(rollout([deployment()], pods: pods) == .progressing("0 of 2 pods ready"))
    }

    @Test func readyPodsHaveNoTrouble() {
        #expect(
            rollout([deployment()], pods: [pod(ready: true, waiting: waiting("ImagePullBackOff"))])
                == .progressing("1 of 2 pods ready"))
    }

    private func refused(_ message: String) -> Deployment {
        deployment(
            updated: nil,
            conditions: [
                Condition(
                    type: "ReplicaFailure", status: .yes, reason: "FailedCreate", message: message,
                    lastTransitionTime: Time(now))
            ])
    }

    @Test func aQuotaMayBecomeFree() {
        let message = "pods \"web-r6qzj\" is forbidden: exceeded quota: project-quota, requested: pods=1, used: pods=10"
        let summary = "quota exceeded: project-quota, requested: pods=1, used: pods=10"
        #expect(rollout([refused(message)], after: 29) == .progressing(summary))
        #expect(
            rollout([refused(message)], after: 30)
                == .failed(
                    Trouble(
                        what: "the quota is exceeded.",
                        why: "The cluster refuses new pods: project-quota, requested: pods=1, used: pods=10.",
                        whatToDo: "lower the replicas or the resource requests (`kubectl describe quota -n "
                            + "project-x-staging` shows what is used), or have the quota raised.",
                        summary: summary, code: "quotaExceeded")))
    }

    @Test func podSecurityNeverPasses() {
        let message = "pods \"web-x\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces"
        #expect(failure(rollout([refused(message)]))?.code == "podSecurityViolated")
    }

    @Test func theReplicaSetsEventsTellWhatTheDeploymentDoesNotYet() {
        let event = ClusterEvent(
            metadata: ObjectMeta(name: "web-new.1", namespace: namespace),
            involvedObject: ObjectReference(kind: "ReplicaSet", name: "web-new", uid: "new"), reason: "FailedCreate",
            message:
                "Error creating: pods \"web-x\" is forbidden: violates PodSecurity \"baseline:latest\": privileged",
            type: "Warning")
        #expect(failure(rollout([deployment()], events: [event]))?.code == "podSecurityViolated")
    }

    private var overdue: Deployment {
        deployment(conditions: [
            Condition(
                type: "Progressing", status: .no, reason: "ProgressDeadlineExceeded",
                message: "ReplicaSet \"web-77f\" has timed out progressing.")
        ])
    }

    @Test func podsThatNeverBecomeReady() {
        let trouble = failure(rollout([overdue], pods: [pod()]))
        #expect(trouble?.code == "rolloutStuck")
        #expect(trouble?.why == "The cluster reports: ReplicaSet \"web-77f\" has timed out progressing.")
        #expect(trouble?.summary == "0 of 2 pods ready, no progress")
    }

    @Test func theFailedProbeIsTold() {
        let about = ObjectReference(kind: "Pod", name: "web-1", uid: "uid-web-1")
        func event(_ name: ObjectName, _ message: String, at seconds: Double) -> ClusterEvent {
            ClusterEvent(
                metadata: ObjectMeta(name: name, namespace: namespace), involvedObject: about, reason: "Unhealthy",
                message: message, type: "Warning", lastTimestamp: Time(now.addingTimeInterval(seconds)))
        }
        let events = [
            event("b", "Readiness probe failed: HTTP probe failed with statuscode: 503", at: 9),
            event("a", "Readiness probe failed: connection refused", at: 1),
        ]
        #expect(rollout([deployment()], pods: [pod()], events: events) == .progressing("0 of 2 pods ready"))
        let trouble = failure(rollout([overdue], pods: [pod()], events: events))
        #expect(trouble?.code == "readinessFailing")
        #expect(trouble?.why == "The readiness probe fails: HTTP probe failed with statuscode: 503.")
    }

    @Test func aPodWithoutANodeIsWaitedForUntilTheDeadline() {
        let place = Condition(
            type: "PodScheduled", status: .no, reason: "Unschedulable",
            message: "0/3 nodes are available: 3 Insufficient cpu.")
        let pods = [pod(conditions: [place])]
        let why = "no node takes the pod: 0/3 nodes are available: 3 Insufficient cpu"
        #expect(rollout([deployment()], pods: pods) == .progressing(why))
        #expect(failure(rollout([overdue], pods: pods))?.code == "resourcesInsufficient")
    }

    @Test func aPausedRolloutFails() {
        guard case .failed(let trouble) = rollout([deployment(paused: true)]) else {
            Issue.record("a paused rollout does not end by itself")
            return
        }
        #expect(trouble.summary == "rollout paused")
    }

    @Test func aReleaseThatNothingRefersToIsNoSuccess() {
        let other = deployment(total: 2, updated: 2, available: 2, image: "docker.io/acme/other:1")
        #expect(failure(rollout([other]))?.code == "imageNotUsed")
        #expect(rollout([other], image: nil) == .ready(pods: 2))
    }
}
