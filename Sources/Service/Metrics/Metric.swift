/// Everything that `/metrics` shows, by the label it is recorded under. No label's values grow with what is in Slipway's
/// care: there is no series of a project.
public enum Metric: String, Sendable, CaseIterable {
    // Deliveries
    case deliveries = "slipway.deliveries"
    case deliveriesRefused = "slipway.deliveries.refused"
    case deliveriesDecided = "slipway.deliveries.decided"
    case deliveryAppend = "slipway.delivery.append"
    case deliveryBytes = "slipway.delivery.bytes"
    case deliveriesLost = "slipway.deliveries.lost"
    case deliveriesRecovered = "slipway.deliveries.recovered"
    case deliveriesGivenUp = "slipway.deliveries.given.up"
    case redeliveriesRequested = "slipway.redeliveries.requested"
    // What waits
    case queueLength = "slipway.queue.length"
    case queueAge = "slipway.queue.age.seconds"
    // Runs
    case runs = "slipway.runs"
    case run = "slipway.run"
    case runTurn = "slipway.run.turn"
    case runStep = "slipway.run.step"
    // What is in Slipway's care
    case projects = "slipway.projects"
    case environments = "slipway.environments"
    case namespaces = "slipway.namespaces"
    case sources = "slipway.sources"
    case sourcesTroubled = "slipway.sources.troubled"
    case kustomizations = "slipway.kustomizations"
    case drift = "slipway.drift"
    case releases = "slipway.releases"
    case archivals = "slipway.archivals"
    // GitHub and the cluster
    case gitHubRequest = "slipway.github.request"
    case gitHubRemaining = "slipway.github.remaining"
    case gitHubLimit = "slipway.github.limit"
    case kubernetesRequest = "slipway.kubernetes.request"
    case outboxPosts = "slipway.outbox.posts"
    // Credentials
    case credentialRenewals = "slipway.credential.renewals"
    case credentialExpires = "slipway.credential.expires.seconds"
    // Sweeps and retention
    case sweeps = "slipway.sweeps"
    case sweepSuccess = "slipway.sweep.last_success.timestamp.seconds"
    case repositoriesFound = "slipway.repositories.found"
    case forgotten = "slipway.retention.forgotten"
    case retentionRound = "slipway.retention.last_round.timestamp.seconds"
    // The process
    case components = "slipway.component.up"
    case databaseBytes = "slipway.database.bytes"
    case started = "slipway.start.timestamp.seconds"
    case memory = "slipway.memory.bytes"
    case openFiles = "slipway.open.files"
}

extension Metric {
    enum Kind: String, Sendable {
        case counter
        case gauge
        /// A histogram of durations.
        case seconds
        /// A histogram of bytes.
        case bytes
    }

    /// Prometheus' word for the type.
    var type: String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .seconds, .bytes: "histogram"
        }
    }

    /// The name as Prometheus has it.
    public var name: String {
        switch kind {
        case .counter: MetricName.counter(rawValue)
        case .gauge, .bytes: MetricName.sanitised(rawValue)
        case .seconds: MetricName.timer(rawValue)
        }
    }

    /// The names of its samples: those of a histogram have endings.
    var sampleNames: [String] {
        type == "histogram" ? ["_bucket", "_sum", "_count"].map { name + $0 } : [name]
    }

    var labels: [String] { meaning.labels.map(\.name) }
    var help: String { meaning.help }
    var kind: Kind { meaning.kind }
}
