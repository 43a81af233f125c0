import Automations
import Foundation
import GitHubAPI
import Logging
import ServiceLifecycle
import Storage

/// Finds repositories that a rule covers and no delivery told of, and has them set up as the delivery would have; and those
/// that GitHub did not show for a while.
struct RepositorySweep: ServiceLifecycle.Service {
    /// Repositories decided about in one transaction.
    static let batch = 100

    let database: Database
    let github: GitHubClient
    let routing: Routing
    let reach: RepositoryAdoption.Reach
    let interval: Duration
    let report: SweepReport
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date

    func run() async throws {
        await Beat(every: interval, clock: clock).run { await sweep() }
    }

    private static let listing = "repositories"

    /// One round over all installations; one that fails, or whose hour is used up, leaves the others alone.
    func sweep() async {
        guard github.usesApp else { return await sweep(github, installation: nil, name: "repositories of the token") }
        do {
            let installations = try await github.installations()
            await report.recovered(.repositories, name: Self.listing)
            for installation in installations where !installation.isSuspended && !Task.isShuttingDownGracefully {
                await sweep(
                    github.scoped(to: .installation(installation.id)), installation: installation.id,
                    name: "repositories of \(installation.account.login)")
            }
        } catch {
            await report.failed(.repositories, name: Self.listing, error)
        }
    }

    private func sweep(_ client: GitHubClient, installation: Int64?, name: String) async {
        do {
            let adoption = try await adoption()
            let listed = try await client.repositories()
            var found = 0
            for start in stride(from: 0, to: listed.count, by: Self.batch) {
                let batch = Array(listed[start..<min(start + Self.batch, listed.count)])
                found += try await decide(batch, adoption, installation: installation)
            }
            await report.succeeded(
                .repositories, name: name, isNews: found > 0, ["repositories": "\(listed.count)", "found": "\(found)"])
        } catch {
            await report.failed(.repositories, name: name, error)
        }
    }

    /// Slipway came when its first sweep began, whatever it sweeps.
    private func adoption() async throws -> RepositoryAdoption {
        let began = try await database.write { [now] in try $0.sweeps.begin(Self.listing, at: now()).began }
        return RepositoryAdoption(reach: reach, began: began)
    }

    /// - Returns: how many set-ups began.
    private func decide(
        _ batch: [ListedRepository], _ adoption: RepositoryAdoption, installation: Int64?
    ) async throws -> Int {
        let found = try await database.write { [routing, now] transaction in
            let found = try transaction.adopt(
                batch, adoption, routing: routing, installation: installation, at: now())
            if !found.isEmpty { FailurePoint.hit(.beforeCommit, "RepositorySweep/adopt what was found") }
            return found
        }
        if !found.isEmpty { FailurePoint.hit(.afterCommit, "RepositorySweep/adopt what was found") }
        for (repository, run) in found {
            report.repositoryFound()
            report.logger.info(
                "repository found that no delivery told of",
                metadata: ["repository": "\(repository.fullName)", "run": "\(run)"])
        }
        return found.count
    }
}

extension Transaction {
    /// Decides about repositories and enqueues their set-ups. What was decided once stays so. Those that GitHub did not show
    /// are followed again.
    fileprivate func adopt(
        _ batch: [ListedRepository], _ adoption: RepositoryAdoption, routing: Routing, installation: Int64?,
        at now: Date
    ) throws -> [(repository: Repository, run: Int64)] {
        let all = try projects.all()
        let listed = Set(batch.map(\.repository.id))
        for project in all where project.unseen != nil && listed.contains(project.repository) {
            try regain(project, installation: installation, because: "GitHub shows it again", at: now)
        }
        let known = Set(all.map(\.repository))
        let seen = try seenRepositories.ids()
        var found: [(Repository, Int64)] = []
        for listed in batch where adoption.concerns(listed.repository.id, known: known, seen: seen) {
            let repository = listed.repository
            let reason = adoption.reasonAgainst(listed, routing: routing)
            try seenRepositories.record(
                repository.id, name: repository.fullName.fullName, reason: reason, at: now)
            guard reason == nil else { continue }
            let run = try NewRun(routing.setUpRun(found: repository, installation: installation), delivery: nil)
            if case .new(let record) = try runs.enqueue(run, at: now) { found.append((repository, record.id)) }
        }
        return found
    }
}
