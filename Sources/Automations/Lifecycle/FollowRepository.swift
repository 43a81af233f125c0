import Foundation
import GitHubAPI
import KubernetesAPI
import Logging
import RunEngine
import Storage

/// Lets a project follow its repository: name, owner, tracked branch, visibility and credential are made what GitHub says
/// now. Nothing is created anew; an environment that has no source is left alone.
///
/// It looks at how the repository is, not at what was told of it: events that come late, twice or in another order lead to
/// the same.
public struct FollowRepository: Automation {
    public let name = AutomationName.followRepository.rawValue
    let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    var settings: Settings { bench.settings }

    public func run(_ context: RunContext) async throws -> RunOutcome {
        let input = try context.input(as: FollowInput.self)
        try await waitForSetUp(context)
        guard let found = try await look(context) else {
            try await noteThatItIsUnseen(input, context)
            return .done("GitHub does not show the repository: \(input.reason)")
        }
        guard try await take(over: found, input, context) else { return .done("the project is not in the cluster") }
        guard try await obtainCredential(context) else {
            try await noteThatItIsUnseen(input, context)
            return .done("GitHub gives no credential for the repository: \(input.reason)")
        }
        let project = try await context.identity()
        let results = try await context.parallel(over: EnvironmentName.allCases) { environment, context in
            let place = EnvironmentInCluster(client: bench.cluster, project: project, environment: environment)
            return try await follow(found, at: place, context)
        }
        let changed = try zip(EnvironmentName.allCases, results).filter { try $0.1.get() }.map(\.0.rawValue)
        guard !changed.isEmpty else { return .done(input.reason) }
        return .done("\(input.reason); Flux has a new source in \(Wording.list(changed))")
    }

    public func failed(_ error: UserError, _ context: RunContext) async throws {
        context.logger.error("a project could not follow its repository", metadata: ["reason": "\(error)"])
    }

    /// A set-up works with what it saw at its beginning.
    private func waitForSetUp(_ context: RunContext) async throws {
        let id = context.project
        let _: Waited<Bool> = try await context.wait(
            "set-up", for: "the set-up to end", timeout: .seconds(86_400), checkEvery: .seconds(5),
            wakeOn: [WakeKey.setUp(id)]
        ) {
            let state = try await context.read { try $0.projects.find(id)?.state }
            return state == .settingUp ? nil : true
        }
    }

    /// What was moved is not shown everywhere at once, so that it is looked for for a while.
    /// - Returns: nil if the App may not see the repository, or there is none.
    private func look(_ context: RunContext) async throws -> FoundRepository? {
        guard let record = try await context.projectRecord() else { return nil }
        let name = try await context.identity().repositoryName()
        return try await context.step("look at the repository", retry: .persistent) { attempt -> FoundRepository? in
            do {
                return try await PatienceWithGitHub.whileYoung(attempt) {
                    let client = try await bench.gitHub.forRepository(
                        name, id: record.repository, installation: record.installation)
                    return FoundRepository(try await client.repository(id: record.repository))
                }
            } catch let error as GitHubError where error.isOfNoRepository {
                return nil
            }
        }
    }

    /// Until an event, the App's access or the sweep tells that it is there, nobody asks for it in vain.
    private func noteThatItIsUnseen(_ input: FollowInput, _ context: RunContext) async throws {
        let (id, now) = (context.project, context.now)
        try await context.write { tx in
            guard let project = try tx.projects.find(id), project.unseen == nil, project.gone == nil else { return }
            let why = "it is gone, or there is no access to it (\(input.reason))"
            try tx.projects.update(id, at: now) { $0.unseen = why }
        }
    }

    /// - Returns: false if nothing of the project is in the cluster.
    private func take(
        over found: FoundRepository, _ input: FollowInput, _ context: RunContext
    ) async throws -> Bool {
        let (id, settings, now) = (context.project, settings, context.now)
        return try await context.record("record what GitHub says") { tx in
            guard let project = try tx.projects.find(id) else { return false }
            let archival = try tx.archivals.find(id)
            var next = project
            found.apply(to: &next, isRemoved: archival?.removed != nil, standing: try tx.standing(of: project))
            let newest = try tx.newestCommit(of: project)
            if next != project { try tx.projects.update(id, at: now) { $0 = next } }
            try tx.goOnSettingUp(next, at: now)
            // Nothing can be said on a repository that is read-only.
            if !found.isArchived {
                try tx.outbox.sayRefusedAgain(of: id, at: now)
                try tx.tellNewest(of: id, settings, at: now)
                for former in Set([newest, input.former]) {
                    try tx.tellFormer(former, of: id, settings, at: now)
                }
            }
            return archival?.begun == nil
        }
    }
}

/// Why a project looks at its repository.
public struct FollowInput: Sendable, Hashable, Codable {
    /// For people: "renamed from shop to web-shop".
    public var reason: String
    /// The newest commit of the branch that was tracked before; nil where that is the same.
    public var former: String?

    public init(reason: String, former: String? = nil) {
        self.reason = reason
        self.former = former
    }
}

/// What of a repository a project follows.
struct FoundRepository: Codable, Sendable {
    var owner: String
    var ownerID: Int64
    var name: String
    var branch: String
    var isPrivate: Bool
    var isArchived: Bool

    init(_ repository: GitHubAPI.Repository) {
        owner = repository.fullName.owner
        ownerID = repository.owner.id
        name = repository.fullName.name
        branch = repository.defaultBranch
        isPrivate = repository.isPrivate
        isArchived = repository.isArchived
    }

    /// - Parameters:
    ///   - isRemoved: nothing of the project is in the cluster, so that only a push brings it back.
    ///   - standing: what the project is when its repository is not archived.
    func apply(to project: inout ProjectRecord, isRemoved: Bool, standing: SetUpStanding) {
        (project.owner, project.ownerID, project.name) = (owner, ownerID, name)
        (project.branch, project.isPrivate) = (branch, isPrivate)
        (project.gone, project.unseen) = (nil, nil)
        guard !isRemoved, project.state != .settingUp else { return }
        if isArchived, project.state != .archived {
            (project.state, project.reason) = (.archived, ProjectRecord.archivedOnGitHub)
        } else if !isArchived, project.state == .archived {
            (project.state, project.reason) = (standing.state, standing.reason)
        }
    }
}

extension ProjectRecord {
    /// The reason of a project whose repository is read-only. What runs is left as it is.
    public static let archivedOnGitHub = "archived on GitHub"
    /// The reason of a project whose repository is gone.
    public static let deletedOnGitHub = "deleted on GitHub"
}
