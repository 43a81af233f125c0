import Automations
import KubernetesAPI
import Storage

/// A label of a metric, and what may stand in it.
struct MetricLabel: Sendable, Equatable {
    enum Values: Sendable, Equatable {
        /// These and no others.
        case only([String])
        /// What the words say; few, however much is in Slipway's care.
        case few(String)
    }

    let name: String
    let values: Values

    static func of<Value: RawRepresentable & CaseIterable>(_ name: String, _ type: Value.Type) -> MetricLabel
    where Value.RawValue == String {
        MetricLabel(name: name, values: .only(type.allCases.map(\.rawValue)))
    }

    private init(name: String, values: Values) {
        self.name = name
        self.values = values
    }

    private init(_ name: String, _ values: String...) {
        self.init(name: name, values: .only(values))
    }

    static let intake = MetricLabel("result", "accepted", "duplicate", "not_stored")
    static let decision = MetricLabel("result", "done", "ignored", "failed", "undecodable")
    static let attempt = MetricLabel("result", "done", "failed")
    static let post = MetricLabel("result", "delivered", "refused", "later", "interrupted")
    static let sweep = MetricLabel("sweep", "deliveries", "repositories")
    static let record = MetricLabel("record", "delivery", "run", "outbox", "audit")
    static let part = MetricLabel("part", "used", "free", "log")
    static let account = MetricLabel("account", "app", "installation", "token")
    static let end = MetricLabel(
        name: "state", values: .only(RunState.allCases.filter(\.isFinished).map(\.rawValue)))
    static let releaseEnd = MetricLabel("state", "ready", "failed", "skipped", "superseded")
    static let sourceTrouble = MetricLabel("trouble", "failing", "resting", "unprocessed")
    static let managedKind = MetricLabel(name: "kind", values: .only(ManagedObject.resources.map(\.kind)))
    static let driftCause = MetricLabel("cause", "missing", "changed")
    static let verb = MetricLabel.of("verb", Call.Verb.self)
    static let automation = MetricLabel.of("automation", AutomationName.self)
    static let event = MetricLabel(name: "event", values: .only(KnownEvent.names + [KnownEvent.other]))

    static let httpStatus = MetricLabel(name: "status", values: .few("the HTTP status of the answer"))
    static let answerStatus = MetricLabel(name: "status", values: .few("the HTTP status, or `none` without an answer"))
    static let method = MetricLabel(name: "method", values: .few("the HTTP method"))
    static let gitHubPath = MetricLabel(name: "path", values: .few("the path, names in braces"))
    static let resource = MetricLabel(
        name: "resource", values: .few("the type in the cluster, or a path such as `/version`"))
}
