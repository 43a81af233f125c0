import Foundation
import GitHubAPI
import RunEngine
import Scaffolding
import Storage

/// Which files a repository lacks, as the journal keeps it: paths only.
struct MissingFiles: Codable, Sendable {
    /// The tree to add to; `nil` when the commit holds every file of the template anyway.
    var base: String?
    var added: [String]
    var withheld: [String]
}

/// One attempt to put the scaffold upon a head.
struct ScaffoldWork {
    let plan: SetUpPlan
    let files: [RenderedFile]
    let head: Head
    let client: GitHubClient
    let round: Int
    let automation: SetUpProject
    let context: RunContext

    private var repository: RepositoryName { plan.repository.fullName }

    func findMissing() async throws -> MissingFiles {
        if head.isSeed { return MissingFiles(base: nil, added: files.map(\.path), withheld: []) }
        return try await step("compare with the repository", .withTheNext) {
            let base = try await client.commit(head.sha, in: repository).tree
            let tree = try await client.tree(base, in: repository)
            guard !tree.isTruncated else { throw Self.tooLarge(repository) }
            let entries = tree.entries.filter { $0.type != "tree" }.map { ($0.path, $0.sha) }
            let existing = Dictionary(entries, uniquingKeysWith: { first, _ in first })
            let plan = ScaffoldPlan(files: files, existing: existing)
            return MissingFiles(base: base, added: plan.added.map(\.path), withheld: plan.withheld)
        }
    }

    /// - Returns: the commit's SHA; the same one when it is made again, because its times come from the journal.
    func commit(_ missing: MissingFiles) async throws -> String {
        let identity = CommitIdentity.slipway(at: context.recordedNow)
        let tree = try await step("create the tree", .withTheNext) {
            let entries = try await entries(missing)
            return try await sayingWhetherItIsGone {
                try await client.createTree(entries, base: missing.base, in: repository)
            }
        }
        return try await step("create the commit") {
            try await client.createCommit(
                message: ScaffoldPlan.commitMessage(template: plan.template), tree: tree, parents: [head.sha],
                identity: identity, in: repository)
        }
    }

    /// GitHub answers 404 to files under `.github/workflows/` without the permission for them, and when there is no such
    /// repository any more: only that one is not worth waiting for.
    private func sayingWhetherItIsGone<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as GitHubError where error.status == 404 && error.isPermissionRefusal {
            _ = try await client.repository(id: plan.repository.id)
            throw error
        }
    }

    /// - Returns: `nil` if the branch points at the commit now, else where it points instead.
    func moveBranch(to commit: String) async throws -> String? {
        let moved: MovedBranch = try await step("move the branch", .withTheNext) {
            do {
                try await client.updateBranch(plan.branch, to: commit, in: repository)
                return MovedBranch(elsewhere: nil)
            } catch let error as GitHubError where error.code == .notFastForward {
                let present = try await client.branch(plan.branch, in: repository)
                return MovedBranch(elsewhere: present == commit ? nil : present)
            }
        }
        return moved.elsewhere
    }

    private func entries(_ missing: MissingFiles) async throws -> [NewTreeEntry] {
        let added = Set(missing.added)
        return try await withThrowingTaskGroup(of: NewTreeEntry.self) { group in
            for file in files where added.contains(file.path) {
                group.addTask {
                    NewTreeEntry(path: file.path, content: try await content(of: file), isExecutable: file.executable)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.path < $1.path }
        }
    }

    /// Trees take text only; anything else becomes a blob first.
    private func content(of file: RenderedFile) async throws -> NewTreeEntry.Content {
        if let text = file.text { return .text(text) }
        return .blob(sha: try await client.createBlob(file.contents, in: repository))
    }

    /// The commit, whose SHA comes from recorded times, is on disk with them before the branch is moved. That it was moved
    /// is recorded with what follows from it.
    private func step<T: Codable & Sendable>(
        _ name: String, _ durability: Durability = .atOnce, _ body: () async throws -> T
    ) async throws -> T {
        try await context.step(named(name), retry: .persistent, durability: durability) { attempt in
            try await automation.noting(.scaffoldCommit, attempt, context, body)
        }
    }

    /// Step names are unique in a run.
    private func named(_ name: String) -> String { round == 1 ? name : "\(name) (\(round))" }

    private static func tooLarge(_ repository: RepositoryName) -> UserError {
        UserError(
            what: "\(repository) holds too many files for GitHub to list.",
            whatToDo: "Add the template's files by hand: slipway template render shows them.", code: "setUp.tooLarge")
    }
}

private struct MovedBranch: Codable {
    var elsewhere: String?
}
