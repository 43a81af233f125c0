import Automations
import Foundation
import GitHubAPI
import KubernetesAPI
import Logging
import ServiceLifecycle
import Storage

/// Gives Flux a new token before the old one ends: tokens of a GitHub App live one hour.
struct CredentialRefresh: ServiceLifecycle.Service {
    /// Seconds before the end of a token in which it is replaced.
    static let margin: TimeInterval = 20 * 60
    /// Seconds a replacement lasts at least.
    static let life: TimeInterval = 40 * 60

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
        } catch {
            logger.error("credentials cannot be read for now", metadata: ["reason": "\(error.sentence)"])
        }
    }

    private static let place = "CredentialRefresh/renew a token"

    /// One project; a failure is logged and tried again at the next beat.
    private func refresh(_ project: ProjectRecord) async {
        do {
            let renewed = try await FailurePoint.at(Self.place) {
                let token = try await self.token(for: project)
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

    private func token(for project: ProjectRecord) async throws -> AccessToken {
        guard let name = RepositoryName(project.fullName) else {
            throw StorageError(.notFound, "\(project.fullName) is no name of a repository.")
        }
        return try await github.forRepository(
            name, id: project.repository, installation: project.installation, permissions: .fetch
        ).accessToken(lasting: Self.life)
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
