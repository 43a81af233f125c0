/// Runs pods: schedules them, pulls images, starts containers, restarts those that crash.
struct Kubelet: Controller {
    let context: ControllerContext
    let images: any ImageRegistry
    let behaviours: PodBehaviours
    private let failures = FailureCount()

    init(context: ControllerContext, images: any ImageRegistry, behaviours: PodBehaviours) {
        self.context = context
        self.images = images
        self.behaviours = behaviours
    }

    /// New pods and pods that are to end; what the kubelet itself writes is no cause.
    func keys(after change: ObjectChange) -> [ClusterStore.Key] {
        let object = change.object
        guard object.kind == "Pod", change.kind != .deleted else { return [] }
        guard change.kind == .added || object.isBeingDeleted != (change.previous?.isBeingDeleted ?? false) else {
            return []
        }
        return [.init(namespace: object.namespace, name: object.name)]
    }

    func reconcile(_ key: ClusterStore.Key) async -> Duration? {
        guard !Task.isCancelled,
            let pod = await context.store.object(kind: "Pod", namespace: key.namespace, name: key.name)
        else { return nil }
        if pod.isBeingDeleted {
            await context.work(context.timings.stop)
            try? await context.store.delete(
                kind: "Pod", namespace: key.namespace, name: key.name, options: .init(gracePeriodSeconds: 0),
                manager: "kubelet")
            return nil
        }
        switch PodStage(pod) {
        case .pending: return await schedule(pod)
        case .pulling: return await pull(pod)
        case .starting: return await start(pod)
        case .running: return await probe(pod)
        case .crashed: return await start(pod)
        case .settled: return nil
        }
    }

    // MARK: Stages

    private func schedule(_ pod: JSONValue) async -> Duration? {
        await context.work(context.timings.schedule)
        if let problem = await VolumeBinding(context: context).problem(of: pod) {
            let time = context.timestamp
            await change(pod, status: true) {
                $0.setCondition("PodScheduled", "False", reason: "Unschedulable", message: problem, time: time)
            }
            return await failures.pause(after: key(pod), first: context.timings.pullRetry)
        }
        await failures.reset(key(pod))
        await change(pod, status: false) { $0["spec", "nodeName"] = "node-1" }
        await write(pod) { $0.waiting("ContainerCreating") }
        return .zero
    }

    private func pull(_ pod: JSONValue) async -> Duration? {
        for container in pod.list("spec", "containers") + pod.list("spec", "initContainers") {
            let image = container["image"]?.string ?? ""
            guard let problem = await PodImages(context: context, images: images).problem(image, of: pod) else {
                continue
            }
            let wasRefused = pod.waitingReasons.contains { ["ErrImagePull", "ImagePullBackOff"].contains($0) }
            let reason = problem.isRetried ? (wasRefused ? "ImagePullBackOff" : "ErrImagePull") : problem.reason
            let text =
                reason == "ImagePullBackOff"
                ? "Back-off pulling image \"\(image)\": ErrImagePull: \(problem.message)" : problem.message
            await write(pod) { $0.waiting(reason, message: text) }
            await EventRecorder(context: context).record(
                on: pod, type: "Warning", reason: "Failed", message: "Error: \(reason)", component: "kubelet")
            return await failures.pause(after: key(pod), first: context.timings.pullRetry)
        }
        await failures.reset(key(pod))
        if let missing = await PodImages(context: context, images: images).missingReference(of: pod) {
            await write(pod) { $0.waiting("CreateContainerConfigError", message: missing) }
            return context.timings.pullRetry
        }
        await context.work(context.timings.pull)
        await write(pod) { $0.waiting("ContainerCreating", isPulled: true) }
        return context.timings.start
    }

    private func start(_ pod: JSONValue) async -> Duration? {
        await write(pod) { $0.running(ready: false) }
        if case .crashes = await behaviour(of: pod) { return context.timings.crash }
        return context.timings.readiness
    }

    private func probe(_ pod: JSONValue) async -> Duration? {
        switch await behaviour(of: pod) {
        case .ready:
            await write(pod) { $0.running(ready: true) }
            return nil
        case .neverReady:
            await EventRecorder(context: context).record(
                on: pod, type: "Warning", reason: "Unhealthy",
                message: "Readiness probe failed: HTTP probe failed with statuscode: 503", component: "kubelet")
            return nil
        case .crashes(let exitCode, let reason):
            await write(pod) { $0.crashed(exitCode: exitCode, reason: reason) }
            await EventRecorder(context: context).record(
                on: pod, type: "Warning", reason: "BackOff",
                message: "Back-off restarting failed container in pod \(pod.name)_\(pod.namespace)(\(pod.uid))",
                component: "kubelet")
            return await failures.pause(after: key(pod), first: context.timings.crashRetry)
        }
    }

    private func behaviour(of pod: JSONValue) async -> PodBehaviour {
        for container in pod.list("spec", "containers") {
            let behaviour = await behaviours.behaviour(ofTag: ImageName(container["image"]?.string ?? "").tag)
            if behaviour != .ready { return behaviour }
        }
        return .ready
    }

    // MARK: Writing

    private func key(_ pod: JSONValue) -> ClusterStore.Key { .init(namespace: pod.namespace, name: pod.name) }

    private func write(_ pod: JSONValue, _ transform: @Sendable (inout PodStatus) -> Void) async {
        let time = context.timestamp
        await change(pod, status: true) {
            guard !$0.isBeingDeleted else { return }
            var status = PodStatus(pod: $0, time: time)
            transform(&status)
            $0["status"] = status.json
        }
    }

    private func change(_ pod: JSONValue, status: Bool, _ transform: @Sendable (inout JSONValue) -> Void) async {
        await context.store.change(
            kind: "Pod", namespace: pod.namespace, name: pod.name, manager: "kubelet", status: status, transform)
    }
}
