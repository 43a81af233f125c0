import Automations
import CoreMetrics
import Foundation
import GitHubAPI
import KubernetesAPI
import Logging
import Metrics
import RunEngine
import Storage

/// Turns what the clients and the run engine tell into metrics and log lines.
struct ServiceObserver: RunObserver {
    let metrics: MetricsRegistry
    let releases: ReleaseTally
    let logger: Logger
    let now: @Sendable () -> Date
    let limits: RateLimitGauges

    init(metrics: MetricsRegistry, releases: ReleaseTally, logger: Logger, now: @escaping @Sendable () -> Date) {
        self.metrics = metrics
        self.releases = releases
        self.logger = logger
        self.now = now
        limits = RateLimitGauges(metrics, now: now)
    }

    func github(_ request: RequestObservation) {
        FailurePoint.answered()
        metrics.timer(.gitHubRequest, request.method, request.pathTemplate, Self.word(request.status))
            .record(duration: request.duration)
        limits.note(request.account, remaining: request.remaining, limit: request.limit)
    }

    func kubernetes(_ report: CallReport) {
        FailurePoint.answered()
        metrics.timer(
            .kubernetesRequest, report.call.verb.rawValue, report.call.resource, Self.word(report.status)
        ).record(duration: report.duration)
    }

    private static func word(_ status: Int?) -> String { status.map(String.init) ?? "none" }

    func turnEnded(_ run: RunRecord, state: RunState, outcome: String?, after duration: Duration) {
        metrics.timer(.runTurn, run.automation, state.rawValue).record(duration: duration)
        if run.isAboutRelease { releases.note(project: run.project) }
        guard state.isFinished else {
            return logger.debug("run \(state.rawValue)", metadata: run.metadata)
        }
        let took = now().timeIntervalSince(run.started ?? run.created)
        metrics.timer(.run, run.automation, state.rawValue).record(duration: .seconds(took))
        var metadata = run.metadata
        metadata["seconds"] = "\(took.rounded(toPlaces: 3))"
        metadata["outcome"] = outcome.map { "\($0)" }
        logger.log(level: state == .failed ? .warning : .info, "run \(state.rawValue)", metadata: metadata)
    }

    func stepEnded(_ step: String, of run: RunRecord, attempt: Int, after duration: Duration, error: UserError?) {
        metrics.timer(.runStep, run.automation, error == nil ? "done" : "failed").record(duration: duration)
        var metadata = run.metadata
        metadata["step"] = "\(step)"
        metadata["attempt"] = "\(attempt)"
        metadata["seconds"] = "\((duration / .seconds(1)).rounded(toPlaces: 3))"
        guard let error else { return logger.info("step done", metadata: metadata) }
        metadata["what"] = "\(error.what)"
        if !error.why.isEmpty { metadata["why"] = "\(error.why)" }
        logger.warning("step failed", metadata: metadata)
    }
}

extension RunRecord {
    fileprivate var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "run": "\(id)", "automation": "\(automation)", "key": "\(key)", "project": "\(project)",
        ]
        metadata["delivery"] = delivery.map { "\($0)" }
        return metadata
    }

    /// Whether releases may have ended in its turn.
    fileprivate var isAboutRelease: Bool {
        [AutomationName.deploy, .promote].contains { $0.rawValue == automation }
    }
}

extension Double {
    fileprivate func rounded(toPlaces places: Int) -> Double {
        let scale = pow(10, Double(places))
        return (self * scale).rounded() / scale
    }
}
