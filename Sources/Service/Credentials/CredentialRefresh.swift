import Automations
import Foundation
import GitHubAPI
import KubernetesAPI
import Logging
import ServiceLifecycle
import Storage

/// Gives Flux a new token before the old one ends (tokens of a GitHub App live one hour), and when GitHub refuses it.
struct CredentialRefresh: ServiceLifecycle.Service {
    /// Seconds before the end of a token in which it is replaced.
    static let margin: TimeInterval = 20 * 60
    /// Seconds a replacement lasts at least.
    static let life: TimeInterval = 40 * 60
    /// Seconds in which Flux must have tried a new token before it gets another.
    static let trial: TimeInterval = 120

    let database: Database
    let github: GitHubClient
    let cluster: KubernetesClient
    let settings: Settings
    let logger: Logger
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    func run() async throws {
        await Beat(every: .seconds(60), clock: clock).run { await refreshAll() }
    }

    func refreshAll() async {
        // From a mirror Flux fetches with the mirror's own login.
        guard settings.source.mirror == nil else { return }
        do {
            // Not by this machine's clock: one that is ahead would have them all end soon, for ever.
            let limit = github.gitHubTime.addingTimeInterval(Self.margin)
            let projects = try await database.read { transaction in
                try transaction.credentials.expiring(before: limit)
                    .compactMap { try transaction.projects.find($0.project) }
                    .filter { try transaction.needsCredential($0) }
            }
            for project in projects where !Task.isShuttingDownGracefully { await refresh(project) }
            for project in try await refused() where !Task.isShuttingDownGracefully {
                await refresh(project, isRefused: true)
            }
        } catch {
            logger.error("credentials cannot be read for now", metadata: ["reason": "\(error.sentence)"])
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

    /// One project; a failure is logged and tried again at the next beat.
    /// - Parameter isElsewhere: Flux has another login than the recorded one.
    /// - Returns: whether Flux has a login it did not have.
    @discardableResult
    func refresh(_ project: ProjectRecord, isRefused: Bool = false, isElsewhere: Bool = false) async -> Bool {
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
            guard let renewed else { return false }
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
            return true
        } catch {
            logger.warning(
                "git credential could not be renewed",
                metadata: ["project": "\(project.fullName)", "reason": "\(error.sentence)"])
            if (error as? GitHubError)?.isPermissionRefusal == true { await note(project, error.sentence) }
            return false
        }
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
