import CoreMetrics
import GitHubAPI
import KubernetesAPI
import Logging
import Metrics
import RunEngine
import Storage

/// Turns what the clients and the run engine tell into metrics and log lines.
struct ServiceObserver: RunObserver {
    let metrics: MetricsRegistry
    let logger: Logger

    func github(_ request: RequestObservation) {
        FailurePoint.answered()
        time(
            "slipway.github.request", request.duration,
            [
                ("method", request.method), ("path", request.pathTemplate),
                ("status", request.status.map(String.init) ?? "none"),
            ])
        guard let remaining = request.remaining else { return }
        Gauge(
            label: "slipway.github.remaining", dimensions: [("account", request.account)], factory: metrics
        ).record(remaining)
    }

    func kubernetes(_ report: CallReport) {
        FailurePoint.answered()
        time(
            "slipway.kubernetes.request", report.duration,
            [
                ("verb", "\(report.call.verb)"), ("resource", report.call.resource),
                ("status", report.status.map(String.init) ?? "none"),
            ])
    }

    func turnEnded(_ run: RunRecord, state: RunState, after duration: Duration) {
        time("slipway.run.turn", duration, [("automation", run.automation), ("state", state.rawValue)])
        let level: Logger.Level = state.isFinished ? .info : .debug
        logger.log(
            level: level, "run \(state.rawValue)",
            metadata: ["run": "\(run.id)", "automation": "\(run.automation)", "key": "\(run.key)"])
    }

    func stepEnded(_ step: String, of run: RunRecord, attempt: Int, after duration: Duration, error: UserError?) {
        time(
            "slipway.run.step", duration,
            [("automation", run.automation), ("result", error == nil ? "done" : "failed")])
        guard let error else { return }
        var metadata: Logger.Metadata = [
            "run": "\(run.id)", "automation": "\(run.automation)", "step": "\(step)", "attempt": "\(attempt)",
            "what": "\(error.what)",
        ]
        if !error.why.isEmpty { metadata["why"] = "\(error.why)" }
        logger.warning("step failed", metadata: metadata)
    }

    private func time(_ label: String, _ duration: Duration, _ dimensions: [(String, String)]) {
        Timer(label: label, dimensions: dimensions, factory: metrics).record(duration: duration)
    }
}
