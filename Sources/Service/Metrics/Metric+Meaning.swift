import Automations
import GitHubAPI
import Storage

/// What a metric is about.
struct MetricMeaning: Sendable {
    let kind: Metric.Kind
    let help: String
    let labels: [MetricLabel]

    init(_ kind: Metric.Kind, _ help: String, _ labels: MetricLabel...) {
        self.kind = kind
        self.help = help
        self.labels = labels
    }
}

extension Metric {
    var meaning: MetricMeaning {
        switch self {
        case .deliveries: .init(.counter, "Deliveries with a right signature, by what the intake did.", .intake)
        case .deliveriesRefused: .init(.counter, "Requests to the webhook that were turned away.", .httpStatus)
        case .deliveriesDecided:
            .init(.counter, "Deliveries that were decided about, also anew, by event and outcome.", .event, .decision)
        case .deliveryAppend: .init(.seconds, "Until a delivery was on disk.")
        case .deliveryBytes: .init(.bytes, "Size of a delivery's body.")
        case .deliveriesLost:
            .init(.gauge, "Deliveries that GitHub could not deliver.", .of("state", LostDeliveryState.self))
        case .deliveriesRecovered: .init(.counter, "Lost deliveries that came after all.")
        case .deliveriesGivenUp: .init(.counter, "Lost deliveries that are not asked for any more.")
        case .redeliveriesRequested: .init(.counter, "How often GitHub was asked to send one again.")
        case .queueLength:
            .init(.gauge, "What could be worked on now and is not yet.", .of("queue", Backlog.Queue.self))
        case .queueAge:
            .init(.gauge, "For how long the oldest of that has been waiting.", .of("queue", Backlog.Queue.self))
        case .runs: .init(.gauge, "Runs that are remembered.", .of("state", RunState.self))
        case .run: .init(.seconds, "From a run's first turn to its end, waiting included.", .automation, .end)
        case .runTurn: .init(.seconds, "One turn of a run.", .automation, .of("state", RunState.self))
        case .runStep: .init(.seconds, "One attempt at a step.", .automation, .attempt)
        case .projects: .init(.gauge, "Projects.", .of("state", ProjectState.self))
        case .environments:
            .init(
                .gauge, "Environments.", .of("environment", EnvironmentName.self), .of("state", EnvironmentState.self))
        case .namespaces:
            .init(.gauge, "Namespaces of environments.", .of("state", GitOpsResourceRecord.Status.self))
        case .sourcesTroubled:
            .init(
                .gauge,
                "GitRepositories that cannot be fetched, of these those that Slipway suspended, and those that Flux has not looked at for 10 minutes.",
                .sourceTrouble)
        case .drift:
            .init(.counter, "Objects that were missing, or changed by hand.", .managedKind, .driftCause)
        case .sources:
            .init(.gauge, "GitRepositories, by what Flux says.", .of("state", GitOpsResourceRecord.Status.self))
        case .kustomizations:
            .init(.gauge, "Kustomizations, by what Flux says.", .of("state", GitOpsResourceRecord.Status.self))
        case .releases:
            .init(
                .counter, "Releases that ended in an environment.", .of("environment", EnvironmentName.self),
                .releaseEnd)
        case .archivals:
            .init(
                .gauge, "Projects that leave the cluster, or left it.", .of("phase", ArchivalRecord.Phase.self))
        case .gitHubRequest:
            .init(.seconds, "Requests to GitHub, by outcome.", .method, .gitHubPath, .answerStatus)
        case .gitHubRemaining:
            .init(.gauge, "Requests that GitHub still grants in this hour; of installations, the fewest.", .account)
        case .gitHubLimit: .init(.gauge, "Requests that GitHub grants an hour, to the same.", .account)
        case .kubernetesRequest:
            .init(.seconds, "Requests to the cluster, by outcome.", .verb, .resource, .answerStatus)
        case .outboxPosts:
            .init(
                .counter, "What was said on GitHub (comments, statuses, deployments), by outcome.",
                .of("kind", OutboxRecord.Kind.self), .post)
        case .credentialRenewals:
            .init(
                .counter, "Renewals of the tokens that Flux fetches with, by outcome.",
                .of("outcome", RenewalOutcome.self))
        case .credentialExpires:
            .init(
                .gauge, "Seconds until the first credential of a kind ends; no series where none is known to end.",
                .of("kind", CredentialExpiry.Kind.self))
        case .sweeps: .init(.counter, "Rounds of the sweeps.", .sweep, .attempt)
        case .sweepSuccess: .init(.gauge, "When a round of a sweep last ended well.", .sweep)
        case .repositoriesFound: .init(.counter, "Repositories that were set up although no delivery told of them.")
        case .forgotten: .init(.counter, "Records that were forgotten because they ended long ago.", .record)
        case .retentionRound: .init(.gauge, "When that was last done.")
        case .components:
            .init(
                .gauge, "1 if it can be had right now, 0 if not: what /readyz tells.",
                .of("component", HealthBoard.Component.self))
        case .databaseBytes: .init(.gauge, "Size of the database: used, free in the file, write-ahead log.", .part)
        case .started: .init(.gauge, "When this process began.")
        case .memory: .init(.gauge, "Memory that this process holds.")
        case .openFiles: .init(.gauge, "Files and connections that this process has open.")
        }
    }
}
