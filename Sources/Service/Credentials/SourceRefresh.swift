import Automations
import Foundation
import KubernetesAPI
import Logging
import Redaction
import ServiceLifecycle
import Storage

/// After the mirror, its login or Flux's proxy changed in the configuration: gives every project the new ones, once.
struct SourceRefresh: ServiceLifecycle.Service {
    let database: Database
    let cluster: KubernetesClient
    let credentials: CredentialRefresh
    let settings: Settings
    /// Keep what is remembered of passwords from being tried out by who reads the database.
    let key: [Redacted]
    let logger: Logger
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    /// What is recorded of a refresh that ended well.
    static let recordPrefix = "sources "

    func run() async throws {
        await Beat(every: .seconds(300), clock: clock).run { await refreshIfChanged() }
    }

    func refreshIfChanged() async {
        do {
            guard try await isDue() else { return }
            let projects = try await database.read { tx in
                try tx.projects.all().filter { try tx.needsCredential($0) }
            }
            var failures = 0
            for project in projects {
                guard !Task.isShuttingDownGracefully else { return }
                if await !refresh(project) { failures += 1 }
            }
            guard failures == 0 else { return }
            try await record()
            logger.info("Flux has the new sources", metadata: ["projects": "\(projects.count)"])
        } catch {
            logger.error("sources cannot be compared for now", metadata: ["reason": "\(error.sentence)"])
        }
    }

    /// A database that never saw a mirror or a proxy, and a configuration without one: nothing has changed.
    private func isDue() async throws -> Bool {
        let name = recordName
        let known = try await database.read { try $0.sweeps.all() }.filter { $0.name.hasPrefix(Self.recordPrefix) }
        if known.isEmpty { return settings.source != SourceChoices() }
        return !known.contains { $0.name == name }
    }

    private func record() async throws {
        let name = recordName
        try await database.write { [now] tx in
            try tx.sweeps.forget(prefix: Self.recordPrefix)
            _ = try tx.sweeps.begin(name, at: now())
        }
    }

    private var recordName: String {
        let source = settings.source
        let parts = [
            settings.gitHubWeb, source.mirror?.url, source.mirror?.login?.username,
            source.mirror?.login?.password.value,
            source.proxy?.address, source.proxy?.username, source.proxy?.password?.value,
        ]
        return Self.recordPrefix + Fingerprint.of(parts, key: key)
    }

    /// Waits until one more token may be asked for.
    /// - Returns: false if none may for longer.
    private func turn() async -> Bool {
        while !Task.isShuttingDownGracefully, !credentials.pace.isHeld(.all, at: now()) {
            if credentials.pace.take(at: now()) { return true }
            guard (try? await clock.sleep(for: .seconds(1))) != nil else { return false }
        }
        return false
    }

    /// - Returns: false if it has to be tried again.
    private func refresh(_ project: ProjectRecord) async -> Bool {
        guard let identity = ProjectIdentity(project) else { return true }
        do {
            let places = try await places(of: identity)
            // First the login: a source that has changed already does not show any more that it had another.
            if places.contains(where: \.needsToken) {
                guard await turn(), await credentials.refresh(project, isElsewhere: true) else { return false }
            }
            for place in places { try await refresh(place) }
            // What could not be fetched may be within reach now.
            try await database.write { [now] tx in try tx.letTry(project.id, at: now()) }
            return true
        } catch {
            logger.warning(
                "Flux could not be given the new source",
                metadata: ["project": "\(project.fullName)", "reason": "\(error.sentence)"])
            return false
        }
    }

    /// An environment that is prepared; the others get everything when they are.
    private struct Place {
        let desired: DesiredState
        let present: GitRepository

        /// Whether Flux fetched from a mirror, and is to use GitHub's tokens from now on.
        var needsToken: Bool {
            desired.settings.source.mirror == nil && present.spec?.url != desired.gitRepository.spec?.url
        }
    }

    private func places(of project: ProjectIdentity) async throws -> [Place] {
        var places: [Place] = []
        for environment in EnvironmentName.allCases {
            let desired = DesiredState(
                project: project, environment: environment, imageTag: nil, settings: settings, credentials: .init())
            let meta = desired.gitRepository.metadata
            if let present = try await cluster.get(GitRepository.self, meta.name, in: meta.namespace) {
                places.append(Place(desired: desired, present: present))
            }
        }
        return places
    }

    private func refresh(_ place: Place) async throws {
        for secret in place.desired.sourceSecrets { _ = try await cluster.apply(secret, comparedWith: .unread) }
        _ = try await cluster.apply(place.desired.gitRepository, comparedWith: .unread)
        let former = [place.present.spec?.secretRef?.name, place.present.spec?.proxySecretRef?.name]
        for secret in place.desired.obsoleteSecrets where former.contains(secret.metadata.name) {
            _ = try await cluster.apply(secret, comparedWith: .unread)
        }
    }
}
