import Foundation
import GitHubAPI
import KubernetesAPI

/// Looks at everything Slipway stands on, changes nothing, and says what to do about what is wrong. Also before there is a
/// configuration, and beside the process that serves.
public struct Doctor: Sendable {
    private let draft: ConfigurationDraft
    private let options: ServiceOptions
    private let callLimit: Duration
    private let checkLimit: Duration?

    /// - Parameters:
    ///   - callLimit: the longest that one call to GitHub or the cluster may take.
    ///   - checkLimit: the longest that one check may take; `nil`: each its own.
    public init(
        _ draft: ConfigurationDraft, options: ServiceOptions = ServiceOptions(), callLimit: Duration = .seconds(8),
        checkLimit: Duration? = nil
    ) {
        self.draft = draft
        self.options = options
        self.callLimit = callLimit
        self.checkLimit = checkLimit
    }

    /// All checks at once, each in its own time limit; none stops another.
    public func examine() async -> DoctorReport {
        let time = options.now()
        let outgoing = Outgoing(draft.configuration.proxies, configuration: .gitHub)
        let cluster = Result { try clusterClient() }
        let checks = await checks(outgoing, cluster)
        try? await outgoing.shutdown()
        try? await cluster.get().shutdown()
        return DoctorReport(time: time, checks: checks)
    }

    private func checks(_ outgoing: Outgoing, _ client: Result<KubernetesClient, any Error>) async -> [Check] {
        let github = GitHubFacts(draft, outgoing: outgoing, options: options, callLimit: callLimit)
        let cluster = ClusterFacts(draft, client: client)
        let database = DatabaseExamination(
            folder: URL(filePath: draft.configuration.data), keys: { [draft] in try draft.configuration.keyring() })
        let examinations: [any Examination] = [
            ConfigurationExamination(draft: draft), SecretExamination(draft: draft, github: github),
            GitHubExamination(facts: github),
            RegistryExamination(draft: draft, outgoing: outgoing, options: options, callLimit: callLimit),
            ClusterExamination(facts: cluster), database,
            ClockExamination(cluster: cluster, database: database, now: options.now),
        ]
        return await withTaskGroup(of: (Int, [Check]).self) { group in
            for (place, examination) in examinations.enumerated() {
                group.addTask { (place, await examination.checks(options.clock, within: checkLimit)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    private func clusterClient() throws -> KubernetesClient {
        let way = try draft.configuration.clusterConfiguration()
        var limits = ClientOptions()
        limits.requestTimeout = callLimit
        limits.pluginTimeout = callLimit
        return try KubernetesClient(configuration: way, options: limits, clock: options.clock, now: options.now)
    }
}
