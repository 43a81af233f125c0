import Foundation
import Service
import Simulation

/// Everything keeps running, to be looked at and pushed to, until a signal comes.
struct Afterwards {
    let world: DemoWorld
    let screen: Screen

    func run() async throws {
        let token = await world.github.createClassicToken(scopes: ["repo", "workflow"])
        await screen.write(lines(token: token))
        while true {
            try await world.endBuilds()
            try await Task.sleep(for: world.settings.pace.look)
        }
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
            "   operations  http://\(world.addresses.operations)/readyz · /metrics · /api/projects",
            "   records     slipway project show \(repository) --config \(config)",
            "   log         \(world.folder.file(DemoWorld.logFile))",
            "", "Push another commit:",
            "   git clone \(clone) && cd \(repository.split(separator: "/").last ?? "")",
            "   git commit --allow-empty -m \"My own commit\" && git push",
        ]
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
