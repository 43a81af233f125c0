import KubernetesAPI

/// A container that cannot be created: something it refers to is missing, or the node will not start it.
struct ContainerStart {
    let place: PodDiagnosis
    let container: ContainerStatus

    init(_ place: PodDiagnosis, _ container: ContainerStatus) {
        self.place = place
        self.container = container
    }

    var diagnosis: Diagnosis {
        let message = container.state?.waiting?.message ?? container.state?.waiting?.reason ?? ""
        if MissingCommand.isMeant(by: message) {
            return MissingCommand(place, container, message: message).diagnosis(.lasting)
        }
        return configurationMissing(message) ?? runsAsRoot(message) ?? other(message)
    }

    /// `secret "app-env" not found`, `configmap "app" not found`, `couldn't find key URL in Secret ns/app-env`.
    private func configurationMissing(_ message: String) -> Diagnosis? {
        let object: String
        let gap: String
        if let match = message.firstMatch(of: /(configmap|secret)s? "([^"]+)" not found/) {
            object = "\(match.1 == "secret" ? "Secret" : "ConfigMap") `\(match.2)`"
            gap = "does not exist"
        } else if let match = message.firstMatch(of: /couldn't find key (\S+) in (ConfigMap|Secret) [^\/\s]+\/(\S+)/) {
            object = "\(match.2) `\(match.3)`"
            gap = "has no key `\(match.1)`"
        } else {
            return nil
        }
        return Diagnosis(
            .configurationMissing, place.workload.subject, "the \(object) \(gap).",
            because: "Container `\(container.name)` takes its environment from it.",
            remedy:
                "add it to the manifests and push, or create it in `\(place.namespace)`; the pods then start by "
                + "themselves."
        )
    }

    /// `container has runAsNonRoot and image will run as root`.
    private func runsAsRoot(_ message: String) -> Diagnosis? {
        guard message.contains("runAsNonRoot") else { return nil }
        return Diagnosis(
            .runsAsRoot, place.workload.subject, "the image runs as root.",
            because: "The manifests forbid it for container `\(container.name)` (`runAsNonRoot`).",
            remedy: "set a numeric `USER` in the Dockerfile, or `runAsUser` in the manifests, and push.")
    }

    private func other(_ message: String) -> Diagnosis {
        Diagnosis(
            .containerCannotStart, place.workload.subject, "a container cannot start.",
            because: "Container `\(container.name)`: \(ClusterWords.line(message)).",
            remedy: "look at `\(place.describe)`, create what is missing or mend the manifests, and push.",
            summary: "container \(container.name) cannot start: \(ClusterWords.line(message))")
    }
}

/// A container whose program cannot be run: runc's words, through containerd.
struct MissingCommand {
    let place: PodDiagnosis
    let container: ContainerStatus
    let message: String

    init(_ place: PodDiagnosis, _ container: ContainerStatus, message: String) {
        self.place = place
        self.container = container
        self.message = message
    }

    static func isMeant(by message: String) -> Bool {
        message.contains("executable file not found") || message.contains("unable to start container process")
            || message.contains("exec format error")
    }

    func diagnosis(_ outlook: Diagnosis.Outlook) -> Diagnosis {
        let words = ClusterWords.line(ClusterWords.after("unable to start container process: ", in: message))
        let command = ClusterWords.quoted(after: "exec: ", in: message)
        return Diagnosis(
            .commandNotFound, place.workload.subject, outlook: outlook,
            command.map { "the command `\($0)` cannot be run." } ?? "the container's command cannot be run.",
            because:
                "Container `\(container.name)`: \(words.hasSuffix(": unknown") ? String(words.dropLast(9)) : words).",
            remedy: "mend `command` in the manifests or `ENTRYPOINT` in the Dockerfile (the file must be in the "
                + "image, executable and built for the nodes' processor), and push.")
    }
}
