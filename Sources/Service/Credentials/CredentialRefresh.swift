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
        do {
            let limit = now().addingTimeInterval(Self.margin)
            let projects = try await database.read { transaction in
                try transaction.credentials.expiring(before: limit)
                    .compactMap { try transaction.projects.find($0.project) }
                    .filter { $0.state != .archived }
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
            let projects = Set(resources.filter { FluxFailure.isRefusedLogin($0.message ?? "") }.map(\.project))
            return try projects.sorted().compactMap { id in
                guard let credential = try transaction.credentials.find(id), credential.kind == .app,
                    abs(credential.updated.timeIntervalSince(now)) > Self.trial,
                    let project = try transaction.projects.find(id)
                else { return nil }
                return project.state == .archived ? nil : project
            }
        }
    }

    /// One project; a failure is logged and tried again at the next beat.
    private func refresh(_ project: ProjectRecord, isRefused: Bool = false) async {
        do {
            let renewed = try await FailurePoint.at(Self.place) {
                let token = try await self.token(for: project, isRefused: isRefused)
                for environment in EnvironmentName.allCases {
                    guard let secret = try secret(of: project, environment, token) else { continue }
                    _ = try await cluster.apply(secret, as: .slipway, comparedWith: .unread)
                }
                return token
            }
            FailurePoint.hit(.afterAnswer, Self.place)
            try await database.write { [now] tx in
                try tx.credentials.save(
                    project: project.id, kind: .app, token: renewed.value, expires: renewed.expiresAt, at: now())
                try tx.letTry(project.id, at: now())
                FailurePoint.hit(.beforeCommit, Self.place)
            }
            FailurePoint.hit(.afterCommit, Self.place)
            logger.info("git credential renewed", metadata: ["project": "\(project.fullName)"])
        } catch {
            logger.warning(
                "git credential could not be renewed",
                metadata: ["project": "\(project.fullName)", "reason": "\(error.sentence)"])
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
