import KubernetesAPI

/// Probes that fail: only Events tell.
struct FailingProbe {
    let place: PodDiagnosis

    init(_ place: PodDiagnosis) {
        self.place = place
    }

    /// It runs, but does not say that it is ready.
    var readiness: Diagnosis? {
        let failures = ["readiness", "startup"].lazy.compactMap { kind in
            last("\(kind.capitalizedFirst) probe failed: ").map { (kind, $0) }
        }
        guard let (kind, message) = failures.first else { return nil }
        return Diagnosis(
            .readinessFailing, place.workload.subject, outlook: .passing, "the pods run but do not become ready.",
            because: "The \(kind) probe fails: \(message).",
            remedy: "compare the probe's path and port in the manifests with what the program serves, look at "
                + "`kubectl logs -n \(place.namespace) \(place.workload.argument)`, and push a fix.",
            summary: "\(kind) probe fails: \(message)")
    }

    /// The kubelet ends it again and again because the liveness or startup probe fails.
    func liveness(_ container: ContainerStatus) -> Diagnosis? {
        guard container.restartCount > 0, let kind = killed(container.name) else { return nil }
        let message = last("\(kind.capitalizedFirst) probe failed: ")
        return Diagnosis(
            .livenessFailing, place.workload.subject, outlook: container.restartCount >= 2 ? .lasting : .passing,
            "the \(kind) probe fails.",
            because: "Container `\(container.name)` was restarted for it, \(times(container.restartCount))"
                + (message.map { ": \($0)." } ?? "."),
            remedy: "compare the probe in the manifests with what the program serves, and give it time to start "
                + "(`startupProbe`, `initialDelaySeconds`); then push.",
            summary: "\(kind) probe fails\(message.map { ": \($0)" } ?? "")")
    }

    /// `Container app failed liveness probe, will be restarted`.
    private func killed(_ container: String) -> String? {
        for event in place.events.reversed() where event.reason == "Killing" {
            let message = event.message ?? ""
            guard message.hasPrefix("Container \(container) ") else { continue }
            if message.contains("failed liveness probe") { return "liveness" }
            if message.contains("failed startup probe") { return "startup" }
        }
        return nil
    }

    private func last(_ start: String) -> String? {
        let event = place.warnings.last { $0.reason == "Unhealthy" && $0.message?.hasPrefix(start) == true }
        return event?.message.map { ClusterWords.line(String($0.dropFirst(start.count))) }
    }

    private func times(_ number: Int) -> String { number == 1 ? "once" : "\(number) times" }
}
