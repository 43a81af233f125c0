import Automations
import Foundation
import Service
import Simulation
import Storage

/// Everything keeps running, to be looked at and pushed to, until the task is cancelled.
struct Afterwards {
    let world: DemoWorld
    let screen: Screen

    func run() async throws {
        let token = await world.github.createClassicToken(scopes: ["repo", "workflow"])
        await screen.write(lines(token: token))
        var latest = try await world.github.commit(in: world.settings.repository)
        while await pause() {
            try await world.endBuilds()
            let head = try await world.github.commit(in: world.settings.repository)
            guard let head, head != latest else { continue }
            latest = head
            try await follow(head)
        }
        await screen.end()
    }

    /// Shows what becomes of a commit somebody pushed, until that is decided or another one is pushed.
    private func follow(_ commit: String) async throws {
        let message = try await world.github.message(of: commit, in: world.settings.repository) ?? ""
        let subject = message.split(separator: "\n").first.map { String($0).printable } ?? ""
        let chapter = ReleaseChapter(
            number: try await world.github.history(of: world.settings.repository).count,
            title: "\(Wording.short(commit)) \(subject)", release: commit)
        let start = ContinuousClock.now
        while await pause() {
            try await world.endBuilds()
            let sight = try await world.look()
            let isOver = sight.isDecided(commit)
            let elapsed = (ContinuousClock.now - start) / .seconds(1)
            await screen.show(chapter.view(of: sight, pace: world.settings.pace), elapsed: elapsed, isOver: isOver)
            if isOver { return }
            if sight.head != commit { return await screen.end() }
        }
    }

    /// - Returns: whether to go on.
    private func pause() async -> Bool {
        (try? await Task.sleep(for: world.settings.pace.look)) != nil
    }

    private func lines(token: String) -> [String] {
        let repository = world.settings.repository
        let config = world.folder.file(DemoWorld.configurationFile)
        let clone = world.github.baseURL.replacing("://", with: "://x-access-token:\(token)@") + "/\(repository).git"
        return [
            "", screen.style.bold("Everything keeps running until Ctrl-C"),
            "   GitHub      \(world.github.baseURL)/\(repository)",
            "   cluster     KUBECONFIG=\(world.folder.file("kubeconfig")) kubectl get pods --all-namespaces",
            "   Slipway     http://\(world.addresses.listen)/webhooks/github",
            "   operations  http://\(world.addresses.operations)/readyz · /metrics · /api/openapi.json",
            "   API         curl -H \"Authorization: Bearer $(cat \(world.folder.file("data/api-token")))\" "
                + "http://\(world.addresses.operations)/api/projects",
            "   records     slipway project show \(repository) --config \(config)",
            "   log         \(world.folder.file(DemoWorld.logFile))",
            "", "Push another commit:",
            "   git clone \(clone) && cd \(repository.split(separator: "/").last ?? "")",
            "   git commit --allow-empty -m \"My own commit\" && git push", "",
        ]
    }
}

extension Sight {
    /// Whether nothing more will come of a commit: its build did not succeed, it stopped somewhere, or it runs everywhere.
    fileprivate func isDecided(_ commit: String) -> Bool {
        guard let build = build(of: commit), build.status == "completed" else { return false }
        let states = environments.map { status(of: $0, on: commit)?.state }
        let isEverywhere = states.allSatisfy { $0 == "success" } && environments.allSatisfy { $0.runs(commit) }
        return build.conclusion != "success" || states.contains("failure") || isEverywhere
    }
}

extension DemoWorld {
    /// Ends every build that has run long enough, of whatever repository.
    fileprivate func endBuilds() async throws {
        for repository in await github.repositoryFullNames {
            for build in try await github.builds(in: repository) where build.status == "in_progress" {
                let gone = await github.now.timeIntervalSince(build.updatedAt)
                guard gone >= settings.pace.build(build.number) / .seconds(1) else { continue }
                try await github.completeBuild(build.id, in: repository)
            }
        }
    }
}
