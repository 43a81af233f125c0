import Automations
import Foundation
import GitHubAPI
import Storage

/// Turns an outbox entry into calls to GitHub, safe to repeat: what may have been created before is looked for first.
struct OutboxMouth: Sendable {
    let database: Database
    let github: GitHubClient
    /// What may have been said before this process began, or by an attempt whose end is not known.
    let doubts = OutboxDoubts()
    let now: @Sendable () -> Date

    func say(_ entry: OutboxRecord) async -> OutboxResult {
        do {
            let found = try await database.read { try $0.projects.find(entry.project) }
            guard let project = found, let name = RepositoryName(project.fullName) else {
                return .refused("There is no project \(entry.project) any more.")
            }
            let client = try await github.forRepository(
                name, id: project.repository, installation: project.installation)
            return try await say(entry, to: name, client)
        } catch {
            return OutboxResult(error, attempts: entry.attempts, now: now())
        }
    }

    private func say(_ entry: OutboxRecord, to name: RepositoryName, _ client: GitHubClient) async throws
        -> OutboxResult
    {
        switch entry.kind {
        case .comment: return try await comment(entry, name, client)
        case .status:
            return try await status(entry, name, client)
        case .deployment: return try await deployment(entry, name, client)
        case .deploymentStatus: return try await deploymentStatus(entry, name, client)
        }
    }

    private func status(
        _ entry: OutboxRecord, _ name: RepositoryName, _ client: GitHubClient
    ) async throws -> OutboxResult {
        let status = try entry.payload(as: CommitStatus.self)
        if doubts.hold(for: entry) {
            let last = try await client.statuses(on: entry.sha, in: name).first { $0.context == status.context }
            if last == status { return .delivered(nil) }
        }
        try await client.setStatus(status, on: entry.sha, in: name)
        return .delivered(nil)
    }

    private func comment(
        _ entry: OutboxRecord, _ name: RepositoryName, _ client: GitHubClient
    ) async throws -> OutboxResult {
        let said = try entry.payload(as: SaidComment.self)
        guard let id = try await commentID(entry, said, name, client) else {
            return .delivered(try await client.createComment(said.body, on: entry.sha, in: name).id)
        }
        do {
            _ = try await client.updateComment(id: id, to: said.body, in: name)
            return .delivered(id)
        } catch let error as GitHubError where error.code == .notFound {
            return .refused(OutboxRecord.deletedByPeople)
        }
    }

    /// Our comment on the commit, known or found by its marker, which is its last line.
    private func commentID(
        _ entry: OutboxRecord, _ said: SaidComment, _ name: RepositoryName, _ client: GitHubClient
    ) async throws -> Int64? {
        if let known = entry.remoteID { return known }
        return try await client.comments(on: entry.sha, in: name)
            .first { $0.body.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix(said.marker) }?.id
    }

    private func deployment(
        _ entry: OutboxRecord, _ name: RepositoryName, _ client: GitHubClient
    ) async throws -> OutboxResult {
        if let known = entry.remoteID { return .delivered(known) }
        let said = try entry.payload(as: SaidDeployment.self)
        let found = try await client.deployments(of: entry.sha, environment: said.environment, in: name)
        if let first = found.first { return .delivered(first.id) }
        let new = NewDeployment(
            ref: entry.sha, environment: said.environment, description: said.description,
            isProduction: said.isProduction)
        return .delivered(try await client.createDeployment(new, in: name).id)
    }

    private func deploymentStatus(
        _ entry: OutboxRecord, _ name: RepositoryName, _ client: GitHubClient
    ) async throws -> OutboxResult {
        let said = try entry.payload(as: SaidDeploymentStatus.self)
        let deployment = try await database.read { try $0.outbox.find(said.deployment) }
        if let id = deployment?.remoteID {
            if doubts.hold(for: entry),
                try await client.deploymentStatuses(of: id, in: name).first?.saysTheSame(as: said.status) == true
            {
                return .delivered(nil)
            }
            try await client.setDeploymentStatus(said.status, of: id, in: name)
            return .delivered(nil)
        }
        guard let deployment, deployment.state == .pending else {
            return .refused("GitHub did not take the deployment, so its status has no place.")
        }
        let next = max(deployment.nextAttempt, now()).addingTimeInterval(1)
        return .later(next, "The deployment itself is not on GitHub yet.")
    }
}

extension DeploymentStatus {
    /// GitHub does not tell whether earlier deployments were deactivated.
    fileprivate func saysTheSame(as other: DeploymentStatus) -> Bool {
        state == other.state && (description ?? "") == (other.description ?? "")
            && (environmentURL ?? "") == (other.environmentURL ?? "")
    }
}
