import KubernetesAPI
import Storage

/// What keeps one pod of the new version from running.
struct PodTrouble {
    let pod: Pod
    let deployment: Deployment
    let isBuilding: Bool

    /// `nil` when nothing special is the matter: it is starting.
    var state: Rollout? {
        for container in (pod.status?.initContainerStatuses ?? []) + (pod.status?.containerStatuses ?? []) {
            if let state = state(of: container) { return state }
        }
        return pod.unschedulable.map { .progressing("no node takes the pod: \($0)") }
    }

    private func state(of container: ContainerStatus) -> Rollout? {
        let waiting = container.state?.waiting
        switch waiting?.reason {
        case "ErrImagePull", "ImagePullBackOff":
            if isBuilding { return .waitingForImage }
            // One failed pull may be the network's; Kubernetes backs off after it.
            return waiting?.reason == "ErrImagePull"
                ? .progressing("the image could not be pulled, trying again")
                : .failed(imagePull(container, waiting?.message ?? ""))
        case "InvalidImageName": return .failed(imagePull(container, waiting?.message ?? ""))
        case "CreateContainerConfigError", "CreateContainerError", "RunContainerError":
            return .failed(cannotStart(container, waiting))
        case "CrashLoopBackOff": return crashLoop(container)
        default: return nil
        }
    }

    private func imagePull(_ container: ContainerStatus, _ message: String) -> Trouble {
        let cause = ImagePullMessage.cause(message)
        let image = container.image.map { "`\($0)`" } ?? "the image of `\(container.name)`"
        return Trouble(
            what: "the image cannot be pulled.",
            why: "Pulling \(image) failed: \(cause).",
            whatToDo: ImagePullMessage.whatToDo(cause),
            summary: "image pull failed: \(cause)")
    }

    private func cannotStart(_ container: ContainerStatus, _ waiting: ContainerStatus.Waiting?) -> Trouble {
        let cause = waiting?.message ?? waiting?.reason ?? ""
        return Trouble(
            what: "a container cannot start.",
            why: "Container `\(container.name)`: \(cause)",
            whatToDo:
                "look at `kubectl describe pod -n \(pod.metadata.namespace) \(pod.metadata.name)`, create what is "
                + "missing or mend the manifests, and push.",
            summary: "container \(container.name) cannot start: \(cause)")
    }

    /// The first restarts may be a start in the wrong order; three exits are a crash.
    private func crashLoop(_ container: ContainerStatus) -> Rollout {
        let exit = container.lastState?.terminated
        guard container.restartCount >= 2 else {
            return .progressing("container \(container.name) crashed, trying again")
        }
        let logs = "kubectl logs -n \(pod.metadata.namespace) deploy/\(deployment.metadata.name) --previous"
        return .failed(
            Trouble(
                what: "the new pods crash.",
                why: crashed(container, exit),
                whatToDo: "look at `\(logs)`, push a fix, or re-run the build.",
                summary: "crash loop: \(lastLog(exit)), \(ending(exit))"))
    }

    private func crashed(_ container: ContainerStatus, _ exit: ContainerStatus.Terminated?) -> String {
        let times = container.restartCount + 1
        if exit?.reason == "OOMKilled" {
            return
                "Container `\(container.name)` used more memory than its limit and was killed, \(times) times (OOMKilled)."
        }
        return "Container `\(container.name)` ended with \(ending(exit)), \(times) times (CrashLoopBackOff)."
    }

    private func ending(_ exit: ContainerStatus.Terminated?) -> String {
        guard let exit else { return "an unknown exit code" }
        return exit.reason == "OOMKilled" ? "out of memory" : "exit code \(exit.exitCode)"
    }

    /// The last line of the termination message: the log's end where the manifests ask for it.
    private func lastLog(_ exit: ContainerStatus.Terminated?) -> String {
        let line = exit?.message?.split(whereSeparator: \.isNewline).last
        return line.map(String.init) ?? "last log unavailable"
    }
}
