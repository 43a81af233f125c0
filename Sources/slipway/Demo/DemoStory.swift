import Automations
import Foundation
import Scaffolding
import Service
import Simulation
import Storage

/// Tells the chapters one after the other, each until what it is about has really happened.
struct DemoStory: Sendable {
    let world: DemoWorld
    let screen: Screen

    private var github: SimulatedGitHub { world.github }
    private var repository: String { world.settings.repository }

    /// - Returns: the commits of the story, oldest first.
    func run() async throws -> [StoryCommit] {
        let created = try await create()
        let first = created.head ?? ""
        try await play(ReleaseChapter(number: 2, title: "the first build runs", release: first))
        let pushed = try await pushWhatSucceeds()
        let broken = try await pushWhatDoesNotBuild(serving: pushed)
        let crashing = try await pushWhatCrashes(serving: pushed)
        return [
            StoryCommit(sha: first, comment: created.comments(on: first).first?.body, moment: "when it was set up"),
            StoryCommit(sha: first, moment: "after its first release"), StoryCommit(sha: pushed),
            StoryCommit(sha: broken), StoryCommit(sha: crashing),
        ]
    }

    // MARK: Chapters

    private func create() async throws -> Sight {
        let files = try TemplateLibrary(folder: world.settings.templates).template(named: world.settings.template)
            .render(TemplateVariables(owner: "acme", name: "web-shop")).map(\.path)
        await github.setAppWebhook(
            url: "http://\(world.addresses.listen)/webhooks/github", secret: DemoSettings.webhookSecret)
        try await github.createRepository(repository)
        return try await play(CreationChapter(files: Set(files)))
    }

    private func pushWhatSucceeds() async throws -> String {
        let tokens = try await world.look().environments.map { ($0.name.rawValue, $0.token ?? "") }
        let commit = try await push("Say hello on the first page", build: .held)
        try await play(
            ReleaseChapter(
                number: 3, title: "a commit is pushed whose build succeeds", release: commit,
                tokensBefore: Dictionary(uniqueKeysWithValues: tokens)))
        return commit
    }

    private func pushWhatDoesNotBuild(serving: String) async throws -> String {
        let plan = BuildPlan.failure(job: FailedBuildChapter.job, step: FailedBuildChapter.step)
        let commit = try await push("Try another compiler option", build: plan)
        try await play(FailedBuildChapter(number: 4, pushed: commit, serving: serving))
        return commit
    }

    private func pushWhatCrashes(serving: String) async throws -> String {
        let commit = try await push("Read the new setting", build: .held)
        await world.cluster.setBehaviour(.crashes(exitCode: 1), forTag: commit)
        try await play(CrashChapter(number: 5, release: commit, serving: serving))
        return commit
    }

    /// Changes a file that every template has.
    private func push(_ message: String, build: BuildPlan) async throws -> String {
        let old = try await github.files(of: repository)["README.md"]?.content ?? Data()
        let new = GitFile(old + Data("\n\(message).\n".utf8))
        return try await github.push(
            to: repository, files: ["README.md": new], message: message,
            build: build.taking(nil, startsAfter: world.settings.pace.buildQueue))
    }

    // MARK: Playing

    /// Shows a chapter until nothing of it is missing, and ends its build when its time has come.
    @discardableResult
    private func play(_ chapter: some Chapter) async throws -> Sight {
        let start = ContinuousClock.now
        let pace = world.settings.pace
        while true {
            let sight = try await world.look()
            let waited = ContinuousClock.now - start
            let missing = chapter.missing(in: sight)
            let wrong = chapter.wrong(in: sight)
            await screen.show(
                chapter.view(of: sight, pace: pace), elapsed: waited / .seconds(1), isOver: missing.isEmpty)
            if !wrong.isEmpty { throw failure(chapter, wrong) }
            if missing.isEmpty { return sight }
            let early = chapter.missingBeforeTheBuildEnds(in: sight)
            if waited > pace.limit { throw failure(chapter, early + missing, waited) }
            if early.isEmpty { try await world.endBuild(of: chapter.commit, seenIn: sight) }
            try await Task.sleep(for: pace.look)
        }
    }

    private func failure(_ chapter: some Chapter, _ reasons: [String], _ waited: Duration? = nil) -> DemoFailure {
        DemoFailure(chapter: chapter.title, reasons: reasons, waited: waited, log: world.logEnd())
    }
}

/// A commit whose comment is shown at the end.
struct StoryCommit: Sendable {
    let sha: String
    /// As it read earlier; nil: as it reads at the end.
    var comment: String?
    /// Which moment of the commit it was; empty if there is only one to tell.
    var moment = ""
}

extension DemoWorld {
    /// Ends the build of a commit once it has run long enough.
    func endBuild(of commit: String?, seenIn sight: Sight) async throws {
        guard let build = commit.flatMap(sight.build), build.status == "in_progress",
            sight.time.timeIntervalSince(build.updatedAt) >= settings.pace.build(build.number) / .seconds(1)
        else { return }
        try await github.completeBuild(build.id, in: settings.repository)
    }
}
