import AsyncHTTPClient
import Automations
import Foundation
import GitHubAPI
import KubernetesAPI
import Logging
import Redaction
import RunEngine
import Scaffolding
import ServiceLifecycle
import Storage
import UnixSignals

extension RunningService {
    /// Opens the database and wires everything; the only place where that is done.
    ///
    /// GitHub and the cluster need not answer: `/readyz` and the log say so, and everything is caught up with later.
    /// - Throws: ``StartFailure``, in words for the person who starts it.
    public static func build(
        _ configuration: Configuration, options: ServiceOptions = ServiceOptions(), logger: Logger
    ) async throws -> RunningService {
        ReturningMemory.begin()
        let parts = try await Parts(configuration, options: options, logger: logger)
        let listener = parts.listener
        let operations = parts.operations
        let drift = try parts.drift
        // Shut down from the last to the first: first nothing new is accepted, last the process stops answering for itself.
        let services: [any ServiceLifecycle.Service] =
            [
                operations, parts.engine, parts.poster, parts.credentialRefresh, parts.sourceRefresh,
                parts.limitsRefresh, parts.registryRefresh, parts.credentialChange, parts.expiryWatch, drift,
                parts.watches(drift), parts.secretRounds(drift), parts.closerLook, parts.dispatcher,
                parts.retention, parts.sourceGuard, parts.alarms, parts.cleanUpRounds, parts.keyRotation,
                parts.secretWatch, parts.healthChecks,
            ] + parts.sweeps + parts.addressProber + [listener]
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: options.handlesSignals ? [.sigterm, .sigint] : [],
            logger: parts.quietLogger)
        group.maximumGracefulShutdownDuration = options.shutdownLimit
        return RunningService(
            group: ServiceGroup(configuration: group), listener: listener.bound, operations: operations.bound,
            outgoing: parts.outgoing, cluster: parts.cluster, database: parts.database, logger: logger,
            metrics: parts.metrics)
    }
}

/// Everything a service is made of, in the order it can be made.
private struct Parts {
    let configuration: Configuration
    let options: ServiceOptions
    let logger: Logger
    let metrics = MetricsRegistry()
    let settings: Settings
    let secrets: SecretsInUse
    let database: Database
    let outgoing: Outgoing
    let github: GitHubClient
    let cluster: KubernetesClient
    let engine: RunEngine
    let board: HealthBoard
    let tokens: APITokens
    let releases: ReleaseTally
    let limits: RateLimitGauges
    let openFiles = OpenFiles.raiseLimit()
    let addresses = AddressQueue()
    let renewals = RenewalPace()
    let secretReports = SecretReports()

    init(_ configuration: Configuration, options: ServiceOptions, logger: Logger) async throws {
        self.configuration = configuration
        var options = options
        options.now = options.clock.timeOfDay(from: options.now())
        self.options = options
        self.logger = logger
        settings = configuration.settings(options)
        secrets = try StartFailure.translating { try SecretsInUse(configuration.github.webhookSources()) }
        let templates = try StartFailure.translating { try configuration.templateLibrary() }
        let credential = try await configuration.github.credential.forClient()
        let way = try configuration.clusterConfiguration()
        database = try await StartFailure.translating {
            try await Database.open(
                at: URL(filePath: configuration.data),
                keys: configuration.keyring())
        }
        tokens = try configuration.apiTokens(logger: logger)
        metrics.beginCounters()
        releases = ReleaseTally(metrics, since: options.now())
        let observer = ServiceObserver(metrics: metrics, releases: releases, logger: logger, now: options.now)
        limits = observer.limits
        outgoing = Outgoing(configuration.proxies, configuration: .gitHub)
        let memory = try await Self.limitMemory(database)
        github = GitHubClient(
            configuration: try configuration.gitHubConfiguration(), credential: credential,
            http: outgoing.client(for: configuration.github.api), clock: options.clock, memory: memory,
            now: options.now, observe: observer.github)
        cluster = try StartFailure.translating {
            try KubernetesClient(
                configuration: way, clock: options.clock, now: options.now, logger: logger,
                observer: observer.kubernetes, remedy: .ofProjects())
        }
        let (queue, reports) = (addresses, secretReports)
        let bench = Workbench(
            settings: settings, gitHub: github, cluster: cluster, templates: templates,
            reach: configuration.reachability == nil ? nil : queue.reach, lacksSecret: { reports.report([$0]) })
        engine = RunEngine(
            database: database, automations: bench.automations, options: options.engine, observer: observer,
            logger: logger)
        let registry: [HealthBoard.Component] =
            (settings.registry.login == nil ? [] : [.registry])
            + (settings.registries.contains { $0.login != nil } ? [.registries] : [])
        board = HealthBoard(
            [.database, .github, .cluster] + registry + (github.usesApp ? [.installations] : []), now: options.now())
    }

    private static func limitMemory(_ database: Database) async throws -> LimitMemory {
        let known = try await StartFailure.translating { try await database.read { try $0.rateLimits.all() } }
        return LimitMemory(known: known) { account, until in
            // Not to know it any more after a restart costs one refused call.
            try? await database.write { try $0.rateLimits.save(account, until: until) }
        }
    }

    /// Libraries tell at `info` what nobody needs to know.
    var quietLogger: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        return quiet
    }

    var listener: WebhookServer {
        let log = DeliveryLog(database)
        let limits = HTTPLimits(openFiles: openFiles)
        if limits.connections < HTTPLimits().connections { tellOfFewFiles(limits) }
        let connections = OpenConnections(limit: limits.connections, capacity: limits.bodies)
        let intake = Intake(
            secrets: secrets, append: log.append, connections: connections, limits: limits,
            metrics: ServiceMetrics(registry: metrics), logger: logger, now: options.now)
        return WebhookServer(address: configuration.listen, intake: intake, logger: logger)
    }

    private func tellOfFewFiles(_ limits: HTTPLimits) {
        logger.warning(
            "few files may be open at once, so few connections are taken",
            metadata: [
                "files": "\(openFiles)", "connections": "\(limits.connections)",
                "whatToDo": "Raise the limit: ulimit -n, LimitNOFILE.",
            ])
    }

    var operations: HTTPServer<Operations> {
        let gauges = Gauges(
            database: database, board: board, releases: releases, metrics: metrics, limits: limits,
            started: options.now(),
            now: options.now)
        let api = API(desk: APIDesk(database: database, now: options.now), tokens: tokens, logger: logger)
        let responder = Operations(board: board, metrics: metrics, sample: { await gauges.sample() }, api: api)
        let limits = HTTPLimits(connections: 128, openFiles: openFiles / 2)
        return HTTPServer(
            key: "operations", address: configuration.operations, responder: responder, limits: limits,
            connections: OpenConnections(limit: limits.connections), logger: logger)
    }

    var dispatcher: Dispatcher {
        Dispatcher(
            database: database, routing: Routing(settings), logger: logger, clock: options.clock, now: options.now,
            counters: DecisionCounters(metrics))
    }

    var poster: OutboxPoster {
        let mouth = OutboxMouth(database: database, github: github, now: options.now)
        return OutboxPoster(
            database: database, mouth: mouth, spacing: options.outboxSpacing, logger: logger, metrics: metrics,
            clock: options.clock, now: options.now)
    }

    var drift: DriftWatch {
        get throws {
            DriftWatch(
                database: database, inventory: Inventory(try ExpectedFields(settings)), settings: settings, look: look,
                metrics: metrics, logger: logger, clock: options.clock, now: options.now)
        }
    }

    var sourceGuard: SourceGuard {
        SourceGuard(
            database: database, protection: settings.protection, interval: options.guardInterval, logger: logger,
            clock: options.clock, began: options.now(), now: options.now)
    }

    var alarms: FluxAlarms {
        let webhook = configuration.alarmWebhook.map { FluxAlarms.webhook($0, outgoing.client(for: $0.value)) }
        return FluxAlarms(
            database: database, channels: [FluxAlarms.event(in: cluster)] + (webhook.map { [$0] } ?? []),
            limit: settings.protection.failingSources, pace: options.alarms, logger: logger, clock: options.clock,
            now: options.now)
    }

    private var look: DriftWatch.Look {
        { [cluster] place in
            try await cluster.look(
                at: place.object.resource, try ObjectName(place.name),
                in: place.object == .namespace ? nil : place.place.namespace)
        }
    }

    func watches(_ drift: DriftWatch) -> Watches {
        Watches(
            cluster: cluster, database: database, engine: engine, inventory: drift.inventory, drift: drift,
            reports: secretReports, logger: logger, jitter: options.chance.fraction, clock: options.clock,
            now: options.now)
    }

    func secretRounds(_ drift: DriftWatch) -> SecretRounds {
        SecretRounds(
            database: database, drift: drift, reports: secretReports, pace: options.secrets,
            look: { [cluster] place in
                try await cluster.look(
                    atAll: Secret.resource, in: place.namespace,
                    matching: .labelled([ProjectNames.managedBy: ProjectNames.fieldManager]))
            }, logger: logger, clock: options.clock, now: options.now)
    }

    var closerLook: CloserLook {
        CloserLook(
            cluster: cluster, database: database, engine: engine, logger: logger, jitter: options.chance.fraction,
            clock: options.clock)
    }

    var credentialRefresh: CredentialRefresh {
        CredentialRefresh(
            database: database, github: github, cluster: cluster, settings: settings, logger: logger, pace: renewals,
            metrics: metrics, clock: options.clock, now: options.now)
    }

    var sourceRefresh: SourceRefresh {
        SourceRefresh(
            database: database, cluster: cluster, credentials: credentialRefresh, settings: settings,
            key: configuration.github.webhookSecrets, logger: logger, clock: options.clock, now: options.now)
    }

    var limitsRefresh: LimitsRefresh {
        LimitsRefresh(
            database: database, settings: settings, logger: logger, clock: options.clock, now: options.now)
    }

    var expiryWatch: ExpiryWatch {
        let ends = CredentialEnds(
            settings: settings, github: github, asking: asking,
            knowsRegistry: configuration.github.api == "https://api.github.com" || options.registryURL != nil)
        return ExpiryWatch(
            database: database, source: { await ends.all() }, metrics: metrics, logger: logger, clock: options.clock,
            now: options.now)
    }

    /// GitHub with the password of a registry.
    private var asking: @Sendable (Redacted) -> GitHubClient {
        let (http, options, known) = (outgoing.client(for: configuration.github.api), options, github)
        return { password in
            known.with(.token(LiveSecret(password)), http: http, clock: options.clock, now: options.now)
        }
    }

    var registryRefresh: RegistryRefresh {
        RegistryRefresh(
            database: database, cluster: cluster, settings: settings, key: configuration.github.webhookSecrets,
            logger: logger, interval: options.secretInterval, clock: options.clock, now: options.now)
    }

    var credentialChange: CredentialChange {
        CredentialChange(
            database: database, github: github, credential: configuration.github.credential,
            credentials: credentialRefresh, key: configuration.github.webhookSecrets, logger: logger,
            interval: options.secretInterval, clock: options.clock, now: options.now)
    }

    var retention: Retention {
        Retention(
            database: database, keep: configuration.retention, keepAudit: configuration.auditRetention,
            logger: logger, metrics: metrics, clock: options.clock, now: options.now)
    }

    var cleanUpRounds: CleanUpRounds {
        CleanUpRounds(
            database: database, settings: settings, pace: options.cleanUp, logger: logger, clock: options.clock,
            now: options.now)
    }

    var secretWatch: WebhookSecretWatch {
        WebhookSecretWatch(
            secrets: secrets, files: configuration.github.webhookSecretFiles, database: database, logger: logger,
            clock: options.clock, now: options.now)
    }

    var keyRotation: KeyRotationRounds {
        KeyRotationRounds(database: database, logger: logger, clock: options.clock, now: options.now)
    }

    /// Those that are not switched off.
    var sweeps: [any ServiceLifecycle.Service] {
        let choices = configuration.sweeps
        let report = SweepReport(
            database: database, board: board, metrics: metrics, logger: logger, now: options.now)
        var sweeps: [any ServiceLifecycle.Service] = []
        if let interval = choices.deliveries {
            let hooks = HookFinder(
                github: github, rules: settings.rules, webhooks: choices.webhooks, now: options.now)
            sweeps.append(
                DeliverySweep(
                    database: database, github: github, hooks: hooks, pace: options.sweeps,
                    interval: options.sweeps.deliveries ?? interval, report: report, clock: options.clock,
                    now: options.now))
        }
        if let interval = choices.repositories {
            sweeps.append(
                RepositorySweep(
                    database: database, github: github, routing: Routing(settings), reach: choices.adopt,
                    interval: interval, report: report, clock: options.clock, now: options.now))
        }
        return sweeps
    }

    /// One, or none where addresses are not checked.
    var addressProber: [any ServiceLifecycle.Service] {
        guard let probe = configuration.addressProbe(options) else { return [] }
        return [AddressProber(queue: addresses, probe: probe, engine: engine, logger: logger)]
    }

    var healthChecks: HealthChecks {
        let registries = RegistryWatch(
            database: database, settings: settings, outgoing: outgoing, url: options.registryURL, now: options.now)
        let all: [(HealthBoard.Component, HealthChecks.Check)] = [
            (.database, { [database, options] in try await database.check(at: options.now()) }),
            (.github, { [github] in try await github.checkCredential() }),
            (.cluster, { [cluster] in try await ClusterCheck(cluster: cluster).run() }),
            (.installations, { [github] in try github.checkInstallations() }),
            (.registry, { [settings] in try await registries.check([settings.registry]) }),
            (.registries, { [settings] in try await registries.check(settings.registries) }),
        ]
        return HealthChecks(
            board: board, checks: all.filter { board.all[$0.0] != nil }, interval: options.healthInterval,
            logger: logger, clock: options.clock, now: options.now)
    }
}

extension ServiceOptions {
    fileprivate var engine: RunEngineOptions {
        RunEngineOptions(
            time: TimeSource(now: now, sleep: { [clock] in try await clock.sleep(for: $0) }), chance: chance)
    }
}
