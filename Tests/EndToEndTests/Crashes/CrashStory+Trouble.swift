import Foundation
import Simulation

extension CrashStory {
    /// The cluster refuses one environment once; the second round prepares it.
    static let refusedAtFirst = CrashStory(
        name: "an environment is refused at first",
        happens: { world, _ in
            let refusal = #"{"kind":"Status","status":"Failure","message":"forbidden","reason":"Forbidden","code":403}"#
            await world.cluster.add(
                Fault(.answer(status: 403, body: refusal), method: "PATCH", path: "/namespaces/[^/]*-staging"))
            return Scene(site: try await world.createRepository("acme/site"))
        },
        ends: { _, scene in try await scene.site.isRunning() },
        differences: { _, scene in
            try await scene.site.differences(serving: try await scene.site.head, commits: 2)
        })

    /// GitHub refuses the files for good.
    static let setUpThatFails = CrashStory(
        name: "a set-up fails",
        happens: { world, _ in
            let refusal = #"{"message":"Validation Failed","errors":[{"resource":"Tree","code":"invalid"}]}"#
            await world.github.inject(
                Fault(.answer(status: 422, body: refusal), method: "POST", path: "/git/trees", times: nil))
            return Scene(site: try await world.createRepository("acme/site"))
        },
        ends: { _, scene in
            try await scene.site.becomes("failed")
            try await scene.site.isQuiet()
        },
        differences: { _, scene in
            try await scene.site.differences(on: try await scene.site.head, says: "**What to do:**")
        })

    /// Flux does nothing, and patience is short.
    static let fluxIsSilent = CrashStory(
        name: "Flux is silent", environment: ["SLIPWAY_PATIENCE": "2"],
        before: { world in
            let site = try await world.createRunningRepository("acme/site")
            await world.cluster.stopControllers()
            return Scene(site: site)
        },
        happens: { _, scene in try await scene.pushing() },
        ends: { _, scene in try await scene.isTold("stopped at development") },
        differences: { world, scene in
            try await scene.site.differences(on: scene.commit, says: "Flux")
        })

    /// The registry refuses the login until somebody replaces it.
    static let loginRefused = CrashStory(
        name: "the registry refuses the login",
        before: { world in Scene(site: try await world.createRunningRepository("acme/site")) },
        happens: { world, scene in
            let file = world.folder.appending(path: "registry-token")
            await world.github.revoke(try String(contentsOf: file, encoding: .utf8))
            return try await scene.pushing()
        },
        ends: { world, scene in
            // Asked again after a crash, it may be replaced already.
            try await world.waitFor("the comment says it, or that it is over") {
                let said = try await scene.site.comments(on: scene.commit).first?.body ?? ""
                return said.contains("the registry refuses Slipway's login") || said.contains("| production | ✅ ready")
            }
            let token = await world.github.createClassicToken(scopes: ["read:packages"])
            try await world.write(token, to: "registry-token")
            try await scene.site.isRunning()
        },
        differences: { _, scene in try await scene.site.differences(serving: scene.commit, commits: 3) })

    /// The new pods never become ready, and patience is short.
    static let podsAreSlow = CrashStory(
        name: "the pods are slow", environment: ["SLIPWAY_PATIENCE": "4"],
        before: { world in Scene(site: try await world.createRunningRepository("acme/site")) },
        happens: { world, scene in try await scene.pushing(.neverReady, in: world) },
        ends: { _, scene in try await scene.isTold("stopped at development") },
        differences: { world, scene in
            let old = try await world.github.history(of: scene.site.name)[1]
            return try await scene.site.differences(stillServing: old)
        })
}
