import Foundation
import GitHubAPI
import KubernetesAPI
import Redaction
import RunEngine
import Storage

extension FollowRepository {
    /// Seconds a token for Flux lasts at least when it is handed out.
    private static let life: Double = 40 * 60

    /// A token that another installation gave, or that was given before the App was suspended, is worth nothing now.
    /// - Returns: false if GitHub gives none: a public repository is shown to everybody, but this one is not the App's.
    func obtainCredential(_ context: RunContext) async throws -> Bool {
        guard settings.source.mirror == nil, let record = try await context.projectRecord() else { return true }
        return try await context.step("obtain the git credential", retry: .persistent) { attempt in
            do {
                let token = try await PatienceWithGitHub.whileYoung(attempt) { try await self.token(record) }
                let (id, now) = (context.project, context.now)
                let kind: CredentialRecord.Kind = bench.gitHub.usesApp ? .app : .token
                try await context.write { tx in
                    try tx.credentials.save(
                        project: id, kind: kind, token: token.value, expires: token.expiresAt, at: now)
                }
                return true
            } catch let error as GitHubError where error.isOfNoRepository {
                return false
            }
        }
    }

    private func token(_ record: ProjectRecord) async throws -> AccessToken {
        guard let name = RepositoryName(owner: record.owner, name: record.name) else {
            return try await bench.gitHub.accessToken(lasting: Self.life)
        }
        return try await bench.gitHub.forRepository(
            name, id: record.repository, installation: record.installation, permissions: .fetch
        ).newAccessToken(lasting: Self.life)
    }

    /// - Returns: whether Flux has another source than before.
    func follow(_ found: FoundRepository, at place: EnvironmentInCluster, _ context: RunContext) async throws -> Bool {
        let environment = place.environment
        let sight: SourceSight = try await context.step("look at the source", retry: .persistent) { _ in
            try await place.sourceSight()
        }
        guard sight.isThere else { return false }
        let desired = { (tag: String?, credentials: DesiredState.Credentials) in
            DesiredState(
                project: place.project, environment: environment, imageTag: tag, settings: settings,
                credentials: credentials)
        }
        let id = context.project
        // Another owner's login for the registry has another name.
        try await context.step("renew what Flux needs", retry: .persistent) { _ in
            var credentials = DesiredState.Credentials(registry: settings.registryLogin(of: place.project.fullName))
            if settings.source.mirror == nil {
                let token = try await context.read { try $0.credentials.token(of: id) }
                credentials.git = token.map { GitLogin(password: $0) }
            }
            try await place.createFoundation(desired(nil, credentials))
        }
        try await context.step("take away former owners' logins", retry: .persistent) { _ in
            try await place.deleteFormerLogins()
        }
        let spec = desired(nil, DesiredState.Credentials()).gitRepository.spec
        guard sight.url != spec?.url || sight.branch != spec?.ref?.branch else { return false }
        let token = ReconcileToken(at: context.recordedNow)
        try await context.step("give Flux the new source", retry: .persistent) { _ in
            try await place.applyFlux(context) { desired($0, DesiredState.Credentials()) }
            _ = try await place.askFlux(token, context)
        }
        return true
    }
}

/// Where Flux fetches from now.
struct SourceSight: Codable, Sendable {
    var isThere = false
    var url: String?
    var branch: String?
}

extension EnvironmentInCluster {
    /// Nothing is there in an environment that is not prepared, or that is being deleted.
    func sourceSight() async throws -> SourceSight {
        do {
            let source = try await client.get(GitRepository.self, names.gitRepository, in: namespace)
            guard let source, source.metadata.deletionTimestamp == nil else { return SourceSight() }
            return SourceSight(isThere: true, url: source.spec?.url, branch: source.spec?.ref?.branch)
        } catch let error as KubernetesError where error.code == .resourceTypeMissing {
            return SourceSight()
        }
    }
}

extension EnvironmentInCluster {
    /// The registry's logins are named after the owner; those of former owners are used by nothing any more.
    func deleteFormerLogins() async throws {
        let own = ProjectNames.registryAuth(ownerID: project.ownerID)
        let secrets = try await client.identities(
            of: Secret.resource, in: namespace, matching: .labelled(names.labels(environment)))
        for secret in secrets where ProjectNames.isRegistryAuth(secret.name) && secret.name != own {
            _ = try await client.delete(Secret.self, secret.name, in: namespace, uid: secret.uid)
        }
    }
}
