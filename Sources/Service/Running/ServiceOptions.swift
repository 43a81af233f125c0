import Foundation
import RunEngine

/// What is not for the configuration file: for demonstrations and tests.
public struct ServiceOptions: Sendable {
    /// Whether SIGTERM and SIGINT begin a graceful shutdown.
    public var handlesSignals = false
    /// Least time between two writes to the same repository's page on GitHub.
    public var outboxSpacing = Duration.seconds(1)
    /// Between two looks at whether GitHub, the cluster and the registry answer.
    public var healthInterval = Duration.seconds(15)
    /// Between two looks at whether files of passwords have changed.
    public var secretInterval = Duration.seconds(10)
    /// Where the registry answers when it is not at the host that images are named after: a simulated one.
    public var registryURL: String?
    /// The longest a shutdown may take before what still runs is cancelled.
    public var shutdownLimit = Duration.seconds(25)
    /// How long automations wait for Flux and for pods; nil: their own defaults.
    public var patience: (flux: Double, rollout: Double, recheck: Double)?
    /// How long failing sources are borne, and rest; nil: as configured.
    public var rest: (suspendAfter: Double, first: Double)?
    /// Between two looks for failing sources.
    public var guardInterval = Duration.seconds(30)
    /// How patient warnings about Flux are; for tests.
    var alarms = AlarmPace()
    /// How long an environment's address may take to answer, in seconds; nil: the automations' own default.
    public var addressPatience: Double?
    /// Where all names lead, for the check of addresses: a host and a port; nil: where the system's resolver says.
    public var everyName: SocketAddress?
    /// How hard the sweeps may press GitHub.
    public var sweeps = SweepPace()
    /// How often it is looked for projects that should leave the cluster, and how long they are given.
    public var cleanUp = CleanUpPace()
    /// How often the Secrets of projects are looked at.
    public var secrets = SecretPace()
    /// The time of day.
    public var now: @Sendable () -> Date = { Date() }
    /// What waits, pauses and deadlines are measured by; in step with ``now``.
    public var clock: any Clock<Duration> = ContinuousClock()
    /// Where jitter and tokens come from.
    public var chance = Chance.system

    public init() {}
}
