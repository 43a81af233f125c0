import Automations
import Foundation
import Simulation
import Storage

/// What the simulators saw and what Slipway left behind. The invariants are checked against this, and where both tell of
/// the same thing the simulators are believed.
struct Evidence: Sendable {
    /// Every request to GitHub, and everything that changed there.
    var requests: [RecordedRequest]
    var effects: [Effect]
    var deliveries: [HookDelivery]
    var repositories: [SimulatedGitHub.RepositorySnapshot]
    /// Every request to the cluster; only Slipway speaks to it over HTTP.
    var clusterRequests: [ClusterRequest]
    /// `Event` objects of the cluster.
    var events: [JSONValue]
    /// Logs, pages and messages by the place they were found at.
    var texts: [String: Data] = [:]
    var records: Records
    var secrets: [PlantedSecret]
    /// The host that project ids are made of.
    var host: String
    /// Simulated seconds that a request may have been on its way when GitHub refused another.
    var onTheWay: TimeInterval = 2
    /// When Slipway's work was cut off: what it was answered in these moments it may have had no time to note.
    var deaths: [ClosedRange<Date>] = []

    /// Gathers all of it.
    static func gather(
        github: SimulatedGitHub, cluster: SimulatedCluster, data: URL, secrets: [PlantedSecret]
    ) async throws -> Evidence {
        let issued = await github.everyToken.map { PlantedSecret("a token of GitHub", $0) }
        let repositories = await github.everyRepository()
        let host = github.baseURL.replacing("http://", with: "")
        let projects = repositories.map { ProjectID(gitHubHost: host, repository: Int64($0.id)).value }
        var evidence = Evidence(
            requests: await github.ledger, effects: await github.effects, deliveries: await github.deliveries(),
            repositories: repositories, clusterRequests: await cluster.requests(),
            events: await cluster.objects("Event"), records: try await Records.read(data, projects: projects),
            secrets: secrets + issued, host: host)
        for name in ["slipway.sqlite", "slipway.sqlite-wal"] {
            evidence.texts["the file \(name)"] = try? Data(contentsOf: data.appending(path: name))
        }
        return evidence
    }

    func project(of repository: Int) -> String {
        ProjectID(gitHubHost: host, repository: Int64(repository)).value
    }
}

/// What Slipway recorded.
struct Records: Sendable {
    var deliveries: [DeliveryRecord]
    var projects: [ProjectRecord]
    var runs: [RunRecord]
    var outbox: [OutboxRecord]
    var environments: [EnvironmentRecord]
    /// In the order in which it was written.
    var audit: [AuditRecord] = []

    /// - Parameter possible: the ids projects can have; a run may come before its project.
    static func read(_ folder: URL, projects possible: [String]) async throws -> Records {
        let database = try await Database.readOnly(at: folder)
        return try await database.read { tx in
            let projects = try tx.projects.all()
            let runs = try possible.flatMap { try tx.runs.list(project: $0, limit: 10_000) }
            return Records(
                deliveries: try tx.deliveries.list(limit: 100_000), projects: projects, runs: runs,
                outbox: try projects.flatMap { try tx.outbox.list(project: $0.id) },
                environments: try projects.flatMap { try tx.environments.all(of: $0.id) },
                audit: try tx.audit.export(AuditFilter(), limit: 1_000_000))
        }
    }
}
