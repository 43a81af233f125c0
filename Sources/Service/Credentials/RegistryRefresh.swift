import Automations
import Foundation
import KubernetesAPI
import Logging
import Redaction
import ServiceLifecycle
import Storage

/// Gives pods the registry's login of the moment: reads the files of passwords again, and when an entry is not as it was,
/// also after a start, applies the pull Secrets of the projects concerned, a few at a time.
struct RegistryRefresh: ServiceLifecycle.Service {
    let database: Database
    let cluster: KubernetesClient
    let settings: Settings
    /// Keep what is remembered of passwords from being tried out by who reads the database.
    let key: [Redacted]
    let logger: Logger
    var interval = Duration.seconds(10)
    /// Between two projects: the cluster has other things to do.
    var spacing = Duration.milliseconds(100)
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    /// What is recorded of an entry whose projects have its login.
    static let recordPrefix = "registry "

    func run() async throws {
        await Beat(every: interval, clock: clock).run { await look() }
    }

    func look() async {
        readAgain()
        do {
            let known = try await recorded()
            for entry in settings.allRegistries where !known.contains(recordName(entry)) {
                guard !Task.isShuttingDownGracefully else { return }
                try await refresh(entry, isFirst: known.isEmpty)
            }
            try await forget()
        } catch {
            logger.error("registries cannot be compared for now", metadata: ["reason": "\(error.sentence)"])
        }
    }

    /// A file that cannot be read keeps the password that was read last: it may be being replaced.
    private func readAgain() {
        for entry in settings.allRegistries {
            guard let secret = entry.secret, let file = secret.file,
                let value = try? SecretFile(subject: "the registry's password", path: file, key: entry.passwordKey)
                    .read(), secret.replace(with: value)
            else { continue }
            logger.notice("a registry's password was replaced", metadata: ["entry": "\(entry.key)"])
        }
    }

    private func recorded() async throws -> Set<String> {
        Set(try await database.read { try $0.sweeps.all() }.map(\.name).filter { $0.hasPrefix(Self.recordPrefix) })
    }

    /// Entries that are not there any more: if one comes back, it is new. Not before its projects have another login.
    private func forget() async throws {
        let present = Set(settings.allRegistries.map(recordName))
        let known = try await recorded()
        let gone = known.subtracting(present)
        guard !gone.isEmpty, known.isSuperset(of: present) else { return }
        try await database.write { tx in for name in gone { try tx.sweeps.forget(prefix: name) } }
    }

    /// - Parameter isFirst: nothing was ever recorded, so that without a login there is nothing to take away.
    private func refresh(_ entry: Registry, isFirst: Bool) async throws {
        // Before the first project: a password that is replaced meanwhile makes all of them be looked at again.
        let name = recordName(entry)
        let projects = try await database.read { tx in
            try tx.projects.all().filter { try tx.needsCredential($0) && $0.state != .settingUp }
        }
        .filter { settings.registry(of: $0.fullName).key == entry.key }
        if settings.hasRegistryLogin || !isFirst {
            var failures = 0
            for project in projects {
                guard !Task.isShuttingDownGracefully else { return }
                if await !give(project) { failures += 1 }
                try? await clock.sleep(for: spacing)
            }
            guard failures == 0 else { return }
            if !projects.isEmpty {
                logger.info(
                    "projects have the registry's login of now",
                    metadata: ["entry": "\(entry.key)", "projects": "\(projects.count)"])
            }
        }
        try await database.write { [now] tx in
            try tx.sweeps.forget(prefix: "\(Self.recordPrefix)\(entry.key) ")
            _ = try tx.sweeps.begin(name, at: now())
        }
    }

    /// - Returns: false if it has to be tried again.
    private func give(_ project: ProjectRecord) async -> Bool {
        guard let identity = ProjectIdentity(project) else { return true }
        do {
            for environment in EnvironmentName.allCases {
                try await give(settings.registryLogin(of: identity.fullName), identity, environment)
            }
            let keys = EnvironmentName.allCases.map { WakeKey.workload(identity.id, $0) }
            try await database.write { [now] tx in try tx.runs.wake(Set(keys), at: now()) }
            return true
        } catch {
            logger.warning(
                "a project could not be given the registry's login",
                metadata: ["project": "\(project.fullName)", "reason": "\(error.sentence)"])
            return false
        }
    }

    /// - Parameter login: nil when the last one has left the configuration: what is in the namespace loses it.
    private func give(
        _ login: DockerConfig?, _ project: ProjectIdentity, _ environment: EnvironmentName
    ) async throws {
        let none = DockerConfig.none(for: settings.registry(of: project.fullName).host)
        let desired = DesiredState(
            project: project, environment: environment, imageTag: nil, settings: settings,
            credentials: .init(registry: login ?? none))
        for object in try desired.registryObjects() {
            if login != nil {
                try await put(object)
            } else if let secret = object as? Secret,
                try await cluster.look(at: Secret.resource, secret.metadata.name, in: secret.metadata.namespace) != nil
            {
                try await put(secret)
            }
        }
    }

    /// An environment whose namespace is not there gets it when it is prepared.
    private func put(_ object: some NamespacedObject) async throws {
        do {
            _ = try await cluster.apply(object, comparedWith: .unread)
        } catch let error as KubernetesError where [.notFound, .namespaceTerminating].contains(error.code) {
            logger.debug("an environment without a namespace got no pull Secret", metadata: ["reason": "\(error)"])
        }
    }

    private func recordName(_ entry: Registry) -> String {
        // Whose images they are depends on what the other entries match.
        let parts =
            [
                entry.host, entry.username, entry.password?.value,
                settings.hasRegistryLogin ? "with logins" : nil,
            ] + settings.allRegistries.map { $0.match?.pattern }
        return "\(Self.recordPrefix)\(entry.key) \(Fingerprint.of(parts, key: key))"
    }
}
