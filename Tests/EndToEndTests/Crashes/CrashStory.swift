import Foundation
import Simulation

/// Something that happens to a repository, during which the program is killed.
struct CrashStory: Sendable {
    /// What a story is about, so far.
    struct Scene: Sendable {
        var site: Repository
        /// The commit it is about in the end.
        var commit = ""
    }

    let name: String
    var options = World.Options.stopped
    /// More environment variables of the program, from where it can be killed.
    var environment: [String: String] = [:]
    /// What was there before. The program is not killed meanwhile.
    var before: @Sendable (World) async throws -> Scene? = { _ in nil }
    /// What people do. It must not need an answer of the program, which may be dead.
    var happens: @Sendable (World, Scene?) async throws -> Scene
    /// Waits until nothing is left to be done.
    var ends: @Sendable (World, Scene) async throws -> Void
    /// How the world in the end differs from what it would be without a crash (I9).
    var differences: @Sendable (World, Scene) async throws -> [String]
}

/// Collects what is not as it should be.
struct Differences {
    private(set) var all: [String] = []

    mutating func expect(_ holds: Bool, _ otherwise: @autoclosure () -> String) {
        if !holds { all.append(otherwise()) }
    }
}

extension Repository {
    /// How this repository differs from one that is set up and whose commit runs everywhere.
    /// - Parameter commits: how many there are in its history.
    func differences(serving commit: String, commits: Int) async throws -> [String] {
        var found = Differences()
        let state = try await state
        found.expect(state == "active", "\(name) is \(state ?? "unknown")")
        let history = try await github.history(of: name)
        found.expect(history.count == commits, "\(name) has \(history.count) commits instead of \(commits)")
        let comments = try await comments(on: commit).map(\.body)
        found.expect(comments.count == 1, "\(comments.count) comments on \(commit)")
        found.expect(comments.last?.contains("| production | ✅ ready") == true, "the comment says: \(comments)")
        for environment in Self.environments {
            found.expect(
                await ownObjects(in: environment) == expectedObjects(in: environment), "objects in \(environment)")
            let serving = await serving(environment)
            found.expect(serving == [commit], "\(environment) serves \(serving)")
            let status = try await status(environment, on: commit)
            found.expect(status?.state == "success", "\(environment) has the status \(status?.state ?? "none")")
            let deployments = try await github.deployments(in: name, on: commit)
                .filter { $0.environment == environment }
            found.expect(
                deployments.map { $0.statuses.last?.state } == ["success"], "deployments in \(environment)")
        }
        let tags = await pinnedTags
        found.expect(tags == Self.environments.map { _ in commit }, "the images are pinned to \(tags)")
        return found.all
    }

    /// How the environments differ from still serving what they did.
    func differences(stillServing commit: String) async throws -> [String] {
        var found = Differences()
        for environment in Self.environments {
            let serving = await serving(environment)
            found.expect(serving == [commit], "\(environment) serves \(serving)")
        }
        return found.all
    }

    /// How the one comment on a commit differs from saying this.
    func differences(on commit: String, says text: String) async throws -> [String] {
        let comments = try await comments(on: commit).map(\.body)
        return comments.count == 1 && comments[0].contains(text) ? [] : ["the comments on \(commit) say \(comments)"]
    }
}
