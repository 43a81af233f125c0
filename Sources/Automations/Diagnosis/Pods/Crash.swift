import KubernetesAPI

/// A container that ends again and again.
struct Crash {
    let place: PodDiagnosis
    let container: ContainerStatus

    init(_ place: PodDiagnosis, _ container: ContainerStatus) {
        self.place = place
        self.container = container
    }

    /// The exit is that of the last run: the present one may be going on between two crashes.
    var diagnosis: Diagnosis? {
        if container.ready { return nil }
        let isWaiting = container.state?.waiting?.reason == "CrashLoopBackOff"
        let exit = container.state?.terminated ?? container.lastState?.terminated
        guard isWaiting || container.restartCount > 0 || exit.map({ $0.exitCode != 0 }) == true else { return nil }
        // The first restarts may be a start in the wrong order; three exits are a crash.
        let outlook: Diagnosis.Outlook = isWaiting && container.restartCount >= 2 ? .lasting : .passing
        return special(exit, outlook) ?? crashed(exit, outlook)
    }

    private func special(_ exit: ContainerStatus.Terminated?, _ outlook: Diagnosis.Outlook) -> Diagnosis? {
        if exit?.reason == "OOMKilled" { return outOfMemory(outlook) }
        if let message = exit?.message, MissingCommand.isMeant(by: message) {
            return MissingCommand(place, container, message: message).diagnosis(outlook)
        }
        return FailingProbe(place).liveness(container)
    }

    private func outOfMemory(_ outlook: Diagnosis.Outlook) -> Diagnosis {
        let limit = place.pod.spec.containers.first { $0.name == container.name }?.resources?.limits?["memory"]
        return Diagnosis(
            .outOfMemory, place.workload.subject, outlook: outlook, "the new pods need more memory than they may use.",
            because:
                "Container `\(container.name)` used more memory than its limit\(limit.map { " of \($0)" } ?? "") and "
                + "was killed, \(times) (OOMKilled).",
            remedy: "raise `resources.limits.memory` in the manifests, or let the program use less, and push.",
            summary: "out of memory\(limit.map { ": the limit is \($0)" } ?? "")")
    }

    private func crashed(_ exit: ContainerStatus.Terminated?, _ outlook: Diagnosis.Outlook) -> Diagnosis {
        Diagnosis(
            .crashLoop, place.workload.subject, outlook: outlook, "the new pods crash.",
            because: "\(whole(exit)), \(times)\(outlook == .lasting ? " (CrashLoopBackOff)" : "").\(hint(exit))",
            remedy: "look at `\(place.logs(of: container))`, push a fix, or re-run the build.",
            summary: "crash loop: \(lastLog(exit)), \(ending(exit))")
    }

    private var times: String {
        let number = container.restartCount + (container.state?.running == nil ? 1 : 0)
        return number == 1 ? "once" : "\(number) times"
    }

    private func whole(_ exit: ContainerStatus.Terminated?) -> String {
        "Container `\(container.name)` ended with \(ending(exit))"
    }

    private func ending(_ exit: ContainerStatus.Terminated?) -> String {
        exit.map { "exit code \($0.exitCode)" } ?? "an unknown exit code"
    }

    /// What an exit code means by convention (POSIX shells; 128 + signal).
    private func hint(_ exit: ContainerStatus.Terminated?) -> String {
        switch exit?.exitCode {
        case 0: " A Deployment's program must not end."
        case 126: " By convention 126 means that a command may not be executed."
        case 127: " By convention 127 means that a command was not found."
        case 134: " That is an abort (signal 6)."
        case 137: " It was killed (signal 9)."
        case 139: " That is a segmentation fault (signal 11)."
        case 143: " It was asked to end (signal 15)."
        default: ""
        }
    }

    /// The last line of the termination message: the log's end where the manifests ask for it.
    private func lastLog(_ exit: ContainerStatus.Terminated?) -> String {
        let line = exit?.message?.split(whereSeparator: \.isNewline).last
        return line.map { ClusterWords.line(String($0)) } ?? "last log unavailable"
    }
}
