import Automations
import CoreMetrics
import Foundation
import GitHubAPI
import KubernetesAPI
import Logging
import ServiceLifecycle
import Storage

/// Gives Flux a new token before the old one ends (tokens of a GitHub App live one hour), and when GitHub refuses it: a
/// few at once, those first that end soonest.
struct CredentialRefresh: ServiceLifecycle.Service {
    /// Seconds a replacement lasts at least.
    static let life: TimeInterval = 40 * 60
    /// Seconds in which Flux must have tried a new token before it gets another.
    static let trial: TimeInterval = 120
    /// Between two looks for tokens that are due, or refused.
    static let interval = Duration.seconds(10)

    let database: Database
    let github: GitHubClient
    let cluster: KubernetesClient
    let settings: Settings
    let logger: Logger
    var pace = RenewalPace()
    var metrics: MetricsRegistry?
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    func run() async throws {
        await Beat(every: Self.interval, clock: clock).run { await refreshAll() }
    }

    func refreshAll() async {
        // From a mirror Flux fetches with the mirror's own login.
        guard settings.source.mirror == nil, !pace.isHeld(.all, at: now()) else { return }
        do {
            var round = try await refused().map { (project: $0, isRefused: true) }
            let known = Set(round.map(\.project.id))
            round += try await due().filter { !known.contains($0.id) }.map { ($0, false) }
            await refresh(round.filter { mayBegin($0.project) }.prefix(pace.limits.perRound))
        } catch {
            logger.error("credentials cannot be read for now", metadata: ["reason": "\(error.sentence)"])
        }
    }

    /// Several at once, as long as GitHub grants them.
    private func refresh(_ round: some Sequence<(project: ProjectRecord, isRefused: Bool)>) async {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for (project, isRefused) in round {
                if running == pace.limits.atOnce {
                    await group.next()
                    running -= 1
                }
                guard !Task.isShuttingDownGracefully, mayBegin(project), pace.take(at: now()) else { continue }
                group.addTask { await refresh(project, isRefused: isRefused) }
                running += 1
            }
        }
    }

    func mayBegin(_ project: ProjectRecord) -> Bool {
        let installation = project.installation.map { RenewalPace.Scope.installation($0) } ?? .project(project.id)
        return !pace.isHeld(.all, installation, .project(project.id), at: now())
    }

    /// Projects whose token ends soon, soonest first. Not by this machine's clock: one that is ahead would have them all
    /// end soon, for ever.
    private func due() async throws -> [ProjectRecord] {
        let time = github.gitHubTime
        let limit = time.addingTimeInterval(RenewalPlan.margin + RenewalPlan.spread)
        return try await database.read { transaction in
            try RenewalPlan.due(transaction.credentials.expiring(before: limit), at: time)
                .compactMap { try transaction.projects.find($0.project) }
                .filter { try transaction.needsCredential($0) }
        }
    }

    private static let place = "CredentialRefresh/renew a token"

    /// Projects that Flux cannot fetch because GitHub does not take its token: revoked, or expired unexpectedly.
    private func refused() async throws -> [ProjectRecord] {
        let now = now()
        return try await database.read { transaction in
            let resources = try transaction.gitopsResources.unready(.gitRepository)
            // Thousands may say the same.
            let refused = Dictionary(grouping: resources, by: \.message)
                .filter { FluxFailure.isRefusedLogin($0.key ?? "") }
            let projects = Set(refused.values.joined().map(\.project))
            return try projects.sorted().compactMap { id in
                guard let credential = try transaction.credentials.find(id), credential.kind == .app,
                    abs(credential.updated.timeIntervalSince(now)) > Self.trial,
                    let project = try transaction.projects.find(id)
                else { return nil }
                return try transaction.needsCredential(project) ? project : nil
            }
        }
    }

    /// One project; after a failure it is tried again later.
    /// - Parameter isElsewhere: Flux has another login than the recorded one.
    /// - Returns: whether Flux has a login it did not have.
    @discardableResult
    func refresh(_ project: ProjectRecord, isRefused: Bool = false, isElsewhere: Bool = false) async -> Bool {
        await outcome(of: project, isRefused: isRefused, isElsewhere: isElsewhere) == .renewed
    }

    /// The same, told how it ended.
    func outcome(
        of project: ProjectRecord, isRefused: Bool = false, isElsewhere: Bool = false
    ) async -> RenewalOutcome {
        let outcome = await renew(project, isRefused: isRefused, isElsewhere: isElsewhere)
        metrics?.counter(.credentialRenewals, outcome.rawValue).increment()
        return outcome
    }

    private func renew(_ project: ProjectRecord, isRefused: Bool, isElsewhere: Bool) async -> RenewalOutcome {
        do {
            // One that was sealed with another key is as good as none.
            let old = try await database.read { try? $0.credentials.token(of: project.id) }
            let renewed: AccessToken? = try await FailurePoint.at(Self.place) {
                let token = try await self.token(for: project, isRefused: isRefused)
                // The same again is no renewal: to record it as one would hide that Flux is refused with it.
                guard token.value != old || isElsewhere else { return nil }
                for environment in EnvironmentName.allCases {
                    guard let secret = try secret(of: project, environment, token) else { continue }
                    try await put(secret, project, environment)
                }
                return token
            }
            relieve(project)
            guard let renewed else { return .unchanged }
            FailurePoint.hit(.afterAnswer, Self.place)
            let kind: CredentialRecord.Kind = github.usesApp ? .app : .token
            try await database.write { [now] tx in
                try tx.credentials.save(
                    project: project.id, kind: kind, token: renewed.value, expires: renewed.expiresAt, at: now())
                try tx.letTry(project.id, at: now())
                FailurePoint.hit(.beforeCommit, Self.place)
            }
            FailurePoint.hit(.afterCommit, Self.place)
            logger.info("git credential renewed", metadata: ["project": "\(project.fullName)"])
            return .renewed
        } catch {
            if (error as? GitHubError)?.isPermissionRefusal == true { await note(project, error.sentence) }
            return postpone(project, error)
        }
    }

    private func relieve(_ project: ProjectRecord) {
        let now = now()
        if let installation = project.installation { pace.release(.installation(installation), at: now) }
        pace.release(.project(project.id), at: now)
        if pace.release(.all, at: now) { logger.notice("git credentials are renewed again") }
    }

    /// Notes who has to wait because of a failure. It is told when it is new, and not each time it comes again.
    private func postpone(_ project: ProjectRecord, _ error: any Error) -> RenewalOutcome {
        let (outcome, scope, until) = RenewalOutcome.of(
            error, project: project.id, installation: project.installation)
        let failures = pace.hold(scope, until: until, at: now())
        logger.log(
            level: failures == 1 ? .warning : .debug, "git credential could not be renewed",
            metadata: [
                "project": "\(project.fullName)", "reason": "\(error.sentence)", "failures": "\(failures)",
            ])
        return outcome
    }

    /// The audit tells once a day that GitHub refuses, not at every beat.
    private func note(_ project: ProjectRecord, _ reason: String) async {
        do {
            try await database.write { [now] in
                try $0.audit.noteOnce(
                    .credentialRefused, of: project, .failed, reason: reason, within: 86_400, at: now())
            }
        } catch {
            logger.error("the audit cannot be written for now", metadata: ["reason": "\(error.sentence)"])
        }
    }

    /// An environment whose namespace is not there gets its secret when it is prepared.
    private func put(_ secret: Secret, _ project: ProjectRecord, _ environment: EnvironmentName) async throws {
        do {
            _ = try await cluster.apply(secret, as: .slipway, comparedWith: .unread)
        } catch let error as KubernetesError where [.notFound, .namespaceTerminating].contains(error.code) {
            logger.debug(
                "an environment without a namespace got no new git credential",
                metadata: [
                    "project": "\(project.fullName)", "environment": "\(environment.rawValue)",
                    "reason": "\(error.whatHappened)",
                ])
        }
    }

    private func token(for project: ProjectRecord, isRefused: Bool) async throws -> AccessToken {
        guard let name = RepositoryName(project.fullName) else {
            throw StorageError(.notFound, "\(project.fullName) is no name of a repository.")
        }
        let client = try await github.forRepository(
            name, id: project.repository, installation: project.installation, permissions: .fetch)
        return isRefused
            ? try await client.newAccessToken(lasting: Self.life) : try await client.accessToken(lasting: Self.life)
    }

    private func secret(
        of project: ProjectRecord, _ environment: EnvironmentName, _ token: AccessToken
    ) throws -> Secret? {
        guard let id = ProjectID(project.id) else { return nil }
        let identity = ProjectIdentity(
            id: id, owner: project.owner, ownerID: project.ownerID, name: project.name, branch: project.branch)
        let desired = DesiredState(
            project: identity, environment: environment, imageTag: nil, settings: settings,
            credentials: .init(git: .init(password: token.value)))
        return try desired.contents().lazy.compactMap { $0 as? Secret }
            .first { $0.metadata.name == ProjectNames(id).gitAuth }
    }
}
