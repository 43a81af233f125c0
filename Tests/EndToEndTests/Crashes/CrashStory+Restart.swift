import Foundation
import Simulation
import Storage

/// Stories that begin with the start of the program.
extension CrashStory {
    /// The program does not survive a release, however often it is started again, and gives it up.
    static let deadlyRelease = CrashStory(
        name: "a release is deadly",
        before: { world in
            var scene = Scene(site: try await world.createRunningRepository("acme/site"))
            try world.arm(CrashPoint(.beforeCall, "Deploy/development/pin the image"))
            scene.commit = try await scene.site.push(message: "Deadly")
            for death in 1...5 {
                _ = try await world.dies()
                if death < 5 { try? await world.start(environment: world.crashVariables) }
            }
            world.disarm()
            return scene
        },
        happens: startingAgain,
        ends: { _, scene in try await scene.isTold("times in a row while it worked on this") },
        differences: { world, scene in
            let old = try await world.github.history(of: scene.site.name)[1]
            return try await scene.site.differences(stillServing: old)
                + scene.site.differences(on: scene.commit, says: "slipway delivery replay")
        })

    /// The token that Flux fetches with is about to expire.
    static let agedCredential = CrashStory(
        name: "a token is about to expire",
        before: { world in
            let site = try await world.createRunningRepository("acme/site")
            try await world.kill()
            let database = try await Database.besideServing(at: world.folder.appending(path: "data"))
            try await database.write { tx in
                try tx.credentials.save(
                    project: site.project, kind: .app, token: nil, expires: Date() + 60, at: Date())
            }
            return Scene(site: site)
        },
        happens: startingAgain,
        ends: { world, scene in
            try await world.waitFor("the token is renewed") {
                let database = try await Database.readOnly(at: world.folder.appending(path: "data"))
                let soon = Date() + 30 * 60
                return try await database.read { try $0.credentials.expiring(before: soon).isEmpty }
            }
            try await scene.site.isQuiet()
        },
        differences: { world, scene in
            var tokens: Set<String> = []
            for environment in Repository.environments {
                let secret = await scene.site.object("Secret", environment, "\(scene.site.project)-git-auth")
                tokens.insert(secret?["data"]?["password"]?.string ?? "")
            }
            let found = tokens.count == 1 ? [] : ["the environments have different tokens"]
            return try await found
                + scene.site.differences(serving: try await scene.site.head, commits: 2)
        })

    /// A commit is pushed and built while the program is down.
    static let lostDeliveries = CrashStory(
        name: "deliveries are lost",
        before: { world in
            var scene = Scene(site: try await world.createRunningRepository("acme/site"))
            try await world.kill()
            scene.commit = try await scene.site.push(message: "Nobody listens")
            return scene
        },
        happens: startingAgain,
        ends: { _, scene in try await scene.site.isRunning() },
        differences: { _, scene in try await scene.site.differences(serving: scene.commit, commits: 3) })

    /// A repository is created while the program is down, and GitHub tells nobody.
    static let repositoryNobodyToldOf = CrashStory(
        name: "a repository nobody told of",
        before: { world in
            _ = try await world.createRunningRepository("acme/other")
            try await world.kill()
            var silent = NewRepository.empty
            silent.isAnnounced = false
            return Scene(site: try await world.createRepository("acme/site", silent))
        },
        happens: startingAgain,
        ends: { _, scene in try await scene.site.isRunning() },
        differences: { _, scene in
            try await scene.site.differences(serving: try await scene.site.head, commits: 2)
        })

    /// The configuration has other limits than the environments that are there.
    static let otherLimits = CrashStory(
        name: "the limits are changed",
        before: { world in
            let site = try await world.createRunningRepository("acme/site")
            try await world.kill()
            let text = try String(contentsOf: world.configurationFile, encoding: .utf8)
            try (text + "quota: { pods: 12 }\n").write(
                to: world.configurationFile, atomically: true, encoding: .utf8)
            return Scene(site: site)
        },
        happens: startingAgain,
        ends: { world, scene in
            try await world.waitFor("every environment has the new limits") {
                let database = try await Database.readOnly(at: world.folder.appending(path: "data"))
                let environments = try await database.read { try $0.environments.all(of: scene.site.project) }
                return environments.allSatisfy { $0.limits?.contains(#""pods":"12""#) == true }
            }
            try await scene.site.isQuiet()
        },
        differences: { _, scene in
            var pods: Set<String> = []
            for environment in Repository.environments {
                let quota = await scene.site.object("ResourceQuota", environment, "project-quota")
                pods.insert(quota?["spec"]?["hard"]?["pods"]?.string ?? "none")
            }
            let found = pods == ["12"] ? [] : ["the quotas say \(pods.sorted()) pods"]
            return try await found
                + scene.site.differences(serving: try await scene.site.head, commits: 2)
        })

    /// The program may die before it says where it listens.
    private static let startingAgain: @Sendable (World, Scene?) async throws -> Scene = { world, scene in
        try? await world.start(environment: world.crashVariables)
        return try scene.there
    }
}
