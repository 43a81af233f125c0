import Foundation
import GitHubAPI
import RunEngine
import Scaffolding
import Storage

/// The commit that the scaffold is built upon.
struct Head: Codable, Sendable {
    var sha: String
    /// It is our own first commit: the repository holds the seed and nothing else.
    var isSeed: Bool
}

extension SetUpProject {
    /// The tracked branch's commit. An empty repository gets its first one.
    func findHead(_ plan: SetUpPlan, _ files: [RenderedFile], _ context: RunContext) async throws -> Head {
        let client = try await gitHub(plan)
        let found = try await context.step("find the branch", retry: .persistent) { attempt in
            try await noting(.repository, attempt, context) {
                async let present: Void = lookAgain(plan, client, context)
                async let token: Void = fetchTokenEarly(plan)
                let found = try await branch(plan, client, attempt)
                await token
                try await present
                return found
            }
        }
        let head =
            if let sha = found.sha {
                Head(sha: sha, isSeed: false)
            } else {
                try await seed(plan, files, client, context)
            }
        let (id, now) = (plan.id.value, context.now)
        try await context.record("repository ready") { tx in
            // Until the scaffold is committed, a failure is told here.
            try tx.projects.update(id, at: now) { $0.scaffoldSHA = head.sha }
            try tx.initialisation.finish(.repository, of: id, at: now)
            try tx.initialisation.start(.scaffoldCommit, of: id, at: now)
        }
        return head
    }

    /// What GitHub told of the repository between the first look and the record of the project came to nothing, as there
    /// was no project yet. From here on it is heeded, so it is enough to look once more.
    private func lookAgain(_ plan: SetUpPlan, _ client: GitHubClient, _ context: RunContext) async throws {
        let (seen, id, now) = (plan.repository, plan.id.value, context.now)
        let present = try await client.repository(id: seen.id)
        guard present.fullName != seen.fullName || present.isPrivate != seen.isPrivate else { return }
        try await context.write { tx in
            guard let project = try tx.projects.find(id), project.fullName == seen.fullName.fullName else { return }
            try tx.projects.update(id, at: now) { project in
                (project.owner, project.name) = (present.fullName.owner, present.fullName.name)
                (project.ownerID, project.isPrivate) = (present.owner.id, present.isPrivate)
            }
        }
    }

    /// The client for this repository alone.
    func gitHub(_ plan: SetUpPlan, _ permissions: Permissions = .project) async throws -> GitHubClient {
        try await bench.gitHub.forRepository(
            plan.repository.fullName, id: plan.repository.id, installation: plan.input.installation,
            permissions: permissions)
    }

    private func branch(_ plan: SetUpPlan, _ client: GitHubClient, _ attempt: Int) async throws -> FoundBranch {
        do {
            let sha = try await client.branch(plan.branch, in: plan.repository.fullName)
            if let sha { return FoundBranch(sha: sha) }
        } catch let error as GitHubError where error.code == .emptyRepository {
            return FoundBranch(sha: nil)
        }
        let error = UserError(
            what: "\(plan.repository.fullName) has no branch \(plan.branch).",
            whatToDo: "Create the branch or choose another default branch, then replay the delivery.",
            code: "setUp.noBranch")
        if attempt < PatienceWithGitHub.attempts { throw NotThereYet(userError: error) }
        throw error
    }

    /// GitHub takes no trees and commits for a repository without commits, so one file comes first.
    private func seed(
        _ plan: SetUpPlan, _ files: [RenderedFile], _ client: GitHubClient, _ context: RunContext
    ) async throws -> Head {
        guard let file = ScaffoldPlan.seed(of: files) else {
            throw UserError(
                what: "The template \(plan.template) holds no file that an empty repository can begin with.",
                whatToDo: "Add a README.md to the template.", code: "setUp.noSeed")
        }
        let identity = CommitIdentity.slipway(at: context.recordedNow)
        return try await context.step("commit the seed", retry: .persistent) { attempt in
            try await noting(.repository, attempt, context) {
                try await put(file, identity, plan, client)
            }
        }
    }

    private func put(
        _ file: RenderedFile, _ identity: CommitIdentity, _ plan: SetUpPlan, _ client: GitHubClient
    ) async throws -> Head {
        let name = plan.repository.fullName
        do {
            let sha = try await client.putFile(
                file.path, bytes: file.contents, message: ScaffoldPlan.seedMessage, branch: plan.branch,
                identity: identity, in: name)
            return Head(sha: sha, isSeed: true)
        } catch let error as GitHubError where !error.isRetryable || error.code == .conflict {
            // It is there already: from before a crash or a lost answer, or somebody was quicker.
            guard let sha = try? await client.branch(plan.branch, in: name) else { throw error }
            return Head(sha: sha, isSeed: false)
        }
    }
}

private struct FoundBranch: Codable {
    /// `nil`: the repository has no commit.
    var sha: String?
}

extension CommitIdentity {
    /// Slipway's own. The address is one that can belong to nobody (RFC 2606).
    static func slipway(at date: Date) -> CommitIdentity {
        CommitIdentity(name: "Slipway", email: "slipway@noreply.invalid", date: date)
    }
}
