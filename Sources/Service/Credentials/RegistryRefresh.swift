import Automations
import Crypto
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
            let known = Set(try await database.read { try $0.sweeps.all() }.map(\.name))
            for entry in settings.allRegistries where !known.contains(recordName(entry)) {
                guard !Task.isShuttingDownGracefully else { return }
                try await refresh(entry)
            }
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

    private func refresh(_ entry: Registry) async throws {
        // Before the first project: a password that is replaced meanwhile makes all of them be looked at again.
        let name = recordName(entry)
        let projects = try await database.read { tx in
            try tx.projects.all().filter { try tx.needsCredential($0) && $0.state != .settingUp }
        }
        .filter { settings.registry(of: $0.fullName).key == entry.key }
        if settings.hasRegistryLogin {
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
                let desired = DesiredState(
                    project: identity, environment: environment, imageTag: nil, settings: settings,
                    credentials: .init(registry: settings.registryLogin(of: identity.fullName)))
                for object in try desired.registryObjects() { try await put(object) }
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

    /// An environment whose namespace is not there gets it when it is prepared.
    private func put(_ object: some NamespacedObject) async throws {
        do {
            _ = try await cluster.apply(object, comparedWith: .unread)
        } catch let error as KubernetesError where [.notFound, .namespaceTerminating].contains(error.code) {
            logger.debug("an environment without a namespace got no pull Secret", metadata: ["reason": "\(error)"])
        }
    }

    private func recordName(_ entry: Registry) -> String {
        let parts = [
            entry.match?.pattern, entry.host, entry.username, entry.password?.value,
            settings.hasRegistryLogin ? "with logins" : nil,
        ]
        let text = parts.map { $0.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined()
        let key = SymmetricKey(data: Data((key.first?.value ?? "").utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
        return "\(Self.recordPrefix)\(entry.key) \(Data(code).base64EncodedString())"
    }
}
