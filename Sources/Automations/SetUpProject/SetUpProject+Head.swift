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
    /// Looks for the tracked branch.
    func findBranch(_ plan: SetUpPlan, _ context: RunContext) async throws -> FoundBranch {
        let client = try await gitHub(plan)
        return try await context.step("find the branch", retry: .persistent, durability: .withTheNext) { attempt in
            try await noting(.repository, attempt, context) {
                async let token: Void = fetchTokenEarly(plan)
                let found = try await branch(plan, client, attempt)
                await token
                return found
            }
        }
    }

    /// The tracked branch's commit. An empty repository gets its first one.
    func makeHead(
        _ found: FoundBranch, _ plan: SetUpPlan, _ files: [RenderedFile], _ context: RunContext
    ) async throws -> Head {
        let head =
            if let sha = found.sha {
                Head(sha: sha, isSeed: false)
            } else {
                try await seed(plan, files, try await gitHub(plan), context)
            }
        let (id, settings, now) = (plan.id.value, settings, context.now)
        // On disk before the branch is moved, like everything that is recorded before the commit.
        try await context.record("repository ready", durability: .withTheNext) { tx in
            let former = try tx.projects.find(id)?.scaffoldSHA
            // Until the scaffold is committed, a failure is told here.
            try tx.projects.update(id, at: now) { $0.scaffoldSHA = head.sha }
            // Of a project that comes back, where this set-up was told so far.
            try tx.correct(former, of: id, settings, at: now)
            try tx.initialisation.finish(.repository, of: id, at: now)
            try tx.initialisation.start(.scaffoldCommit, of: id, at: now)
        }
        return head
    }

    /// The client for this repository alone.
    func gitHub(_ plan: SetUpPlan, _ permissions: Permissions = .project) async throws -> GitHubClient {
        try await bench.gitHub.forRepository(
            plan.fullName, id: plan.repository.id, installation: plan.installation,
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
        // Without the record the seed is found on the branch, like anybody's first commit.
        return try await context.step("commit the seed", retry: .persistent, durability: .withTheNext) { attempt in
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

/// What was found where the tracked branch should be.
struct FoundBranch: Codable, Sendable {
    /// `nil`: the repository has no commit.
    var sha: String?
}

extension CommitIdentity {
    /// Slipway's own. The address is one that can belong to nobody (RFC 2606).
    static func slipway(at date: Date) -> CommitIdentity {
        CommitIdentity(name: "Slipway", email: "slipway@noreply.invalid", date: date)
    }
}
