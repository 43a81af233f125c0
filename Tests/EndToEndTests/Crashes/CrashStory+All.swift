import Foundation
import Simulation

extension CrashStory {
    /// Together they pass every step of every automation.
    static let all = [
        firstRelease, secondRelease, failedBuild, crashingPods, repositoryWithCommits, promotion, refusedAtFirst,
        setUpThatFails, fluxIsSilent, podsAreSlow, loginRefused, deadlyRelease, agedCredential,
        lostDeliveries, repositoryNobodyToldOf, renamed, archivedByHand, unusedProject, keptProject,
        removalRefusedAtFirst, comesBack, namespaceDeletedByHand, sourceThatRests, sourceLeftSuspended,
        certificateComesLate, otherLimits,
    ]

    /// An empty repository is created, and its first image goes everywhere.
    static let firstRelease = CrashStory(
        name: "a repository is created",
        happens: { world, _ in Scene(site: try await world.createRepository("acme/site")) },
        ends: { _, scene in try await scene.site.isRunning() },
        differences: { _, scene in
            try await scene.site.differences(serving: try await scene.site.head, commits: 2)
        })

    static let secondRelease = CrashStory(
        name: "a commit is pushed", before: running,
        happens: { _, scene in try await scene.pushing() },
        ends: { _, scene in try await scene.site.isRunning() },
        differences: { _, scene in try await scene.site.differences(serving: scene.commit, commits: 3) })

    static let failedBuild = CrashStory(
        name: "a build fails", before: running,
        happens: { _, scene in try await scene.pushing(build: .failure()) },
        ends: { _, scene in try await scene.isTold("**What to do:**") },
        differences: { world, scene in
            let old = try await world.github.history(of: scene.site.name)[1]
            return try await scene.site.differences(stillServing: old)
                + scene.site.differences(on: scene.commit, says: "job `image`, step `Build and push`")
        })

    static let crashingPods = CrashStory(
        name: "the pods crash", before: running,
        happens: { world, scene in try await scene.pushing(.crashes(exitCode: 1), in: world) },
        ends: { _, scene in try await scene.isTold("stopped at development") },
        differences: { world, scene in
            let old = try await world.github.history(of: scene.site.name)[1]
            return try await scene.site.differences(stillServing: old)
                + scene.site.differences(on: scene.commit, says: "exit code 1")
        })

    static let repositoryWithCommits = CrashStory(
        name: "a repository with commits",
        happens: { world, _ in
            Scene(site: try await world.createRepository("acme/site", .holding(["README.md": "Ours.\n"])))
        },
        ends: { _, scene in try await scene.site.isRunning() },
        differences: { _, scene in
            try await scene.site.differences(serving: try await scene.site.head, commits: 2)
                + scene.site.differences(on: try await scene.site.head, says: "already had `README.md`")
        })

    static let promotion = CrashStory(
        name: "a promotion by hand",
        options: .with {
            $0.isServing = false
            $0.environment["SLIPWAY_ENVIRONMENTS_PRODUCTION_PROMOTION"] = "manual"
        },
        before: { world in
            let site = try await world.createRepository("acme/site")
            try await site.becomes("active")
            let commit = try await site.head
            try await site.serves(commit, in: ["development", "staging"])
            try await site.isQuiet()
            return Scene(site: site, commit: commit)
        },
        happens: { world, scene in
            _ = try await world.slipway("project", "promote", "acme/site", "production")
            return try scene.there
        },
        ends: { _, scene in
            try await scene.site.serves(scene.commit)
            try await scene.site.isQuiet()
        },
        differences: { _, scene in try await scene.site.differences(serving: scene.commit, commits: 2) })

    private static let running: @Sendable (World) async throws -> Scene? = { world in
        Scene(site: try await world.createRunningRepository("acme/site"))
    }
}

extension CrashStory.Scene? {
    /// - Throws: when the story forgot to set the scene.
    var there: CrashStory.Scene {
        get throws {
            guard let self else { throw Unexpected("the story has no beginning") }
            return self
        }
    }

    func pushing(build: BuildPlan? = nil) async throws -> CrashStory.Scene {
        var scene = try there
        scene.commit = try await scene.site.push(message: "More words", build: build)
        return scene
    }

    /// Pushes a commit whose pods behave like this.
    func pushing(_ behaviour: PodBehaviour, in world: World) async throws -> CrashStory.Scene {
        let scene = try await pushing(build: .held)
        await world.cluster.setBehaviour(behaviour, forTag: scene.commit)
        try await scene.site.finishBuild(of: scene.commit)
        return scene
    }
}

extension CrashStory.Scene {
    /// Waits until the commit says this, and nothing is left to be done.
    func isTold(_ text: String) async throws {
        try await site.world.waitFor("the comment on \(commit) says \(text)") {
            try await site.comments(on: commit).contains { $0.body.contains(text) }
        }
        try await site.isQuiet()
    }
}

extension Repository {
    /// Waits until the project is active, its head runs everywhere, and everything is said.
    func isRunning() async throws {
        try await becomes("active")
        try await serves(try await head)
        try await world.waitFor("the comment says that it is ready") {
            try await comments(on: try await head).contains { $0.body.contains("| production | ✅ ready") }
        }
        try await isQuiet()
    }
}
