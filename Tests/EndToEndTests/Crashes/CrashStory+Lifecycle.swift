import Foundation
import Simulation
import Storage

/// Stories of projects that follow their repositories, and that leave the cluster.
extension CrashStory {
    static let renamed = CrashStory(
        name: "a repository is renamed",
        before: { world in Scene(site: try await world.createRunningRepository("acme/site")) },
        happens: { world, scene in
            try await world.github.rename("acme/site", to: "page")
            return Scene(site: try await scene.there.site.called("acme/page"))
        },
        ends: { world, scene in
            let url = "\(world.github.baseURL)/acme/page"
            try await world.waitFor("Flux has the new source") { await scene.site.sources == [url, url, url] }
            try await scene.site.hasFollowed()
            try await scene.site.isQuiet()
        },
        differences: { _, scene in
            try await scene.site.differences(serving: try await scene.site.head, commits: 2)
        })

    static let archivedByHand = CrashStory(
        name: "a project is archived by hand",
        before: { world in Scene(site: try await world.createRunningRepository("acme/site")) },
        happens: { world, scene in
            _ = try await world.slipway("project", "archive", "acme/site")
            return try scene.there
        },
        ends: { _, scene in
            try await scene.site.becomes("archived")
            try await scene.site.isQuiet()
        },
        differences: { _, scene in try await scene.site.differencesFromArchived() })

    /// Announced, and then nobody says that it stays.
    static let unusedProject = CrashStory(
        name: "an unused project leaves", environment: ["SLIPWAY_GRACE": "3"],
        before: { world in Scene(site: try await world.createRunningRepository("acme/site-test")) },
        happens: { _, scene in try scene.there },
        ends: { _, scene in
            try await scene.site.becomes("archived")
            try await scene.site.isQuiet()
        },
        differences: { _, scene in try await scene.site.differencesFromArchived() })

    /// It has the topic that keeps it.
    static let keptProject = CrashStory(
        name: "a topic keeps a project", environment: ["SLIPWAY_GRACE": "3"],
        before: { world in
            let site = try await world.createRunningRepository("acme/site-demo")
            try await world.github.setTopics("acme/site-demo", ["slipway-keep"])
            return Scene(site: site)
        },
        happens: { _, scene in try scene.there },
        ends: { world, scene in
            try await world.waitFor("it was looked at") {
                try await scene.site.runs("CleanUp").contains { $0.state == .superseded }
            }
        },
        differences: { _, scene in
            try await scene.site.differences(serving: try await scene.site.head, commits: 2)
        })

    /// The cluster does not let Slipway delete, once; the next round takes it up.
    static let removalRefusedAtFirst = CrashStory(
        name: "a removal is refused at first", environment: ["SLIPWAY_GRACE": "3"],
        before: { world in Scene(site: try await world.createRunningRepository("acme/site")) },
        happens: { world, scene in
            let refusal = #"{"kind":"Status","status":"Failure","message":"forbidden","reason":"Forbidden","code":403}"#
            await world.cluster.add(
                Fault(.answer(status: 403, body: refusal), method: "DELETE", path: "/namespaces/[^/]*-staging"))
            _ = try await world.slipway("project", "archive", "acme/site")
            return try scene.there
        },
        ends: { _, scene in
            try await scene.site.becomes("archived")
            try await scene.site.isQuiet()
        },
        differences: { _, scene in try await scene.site.differencesFromArchived() })

    /// The image that was built after it had left comes with it; the push's own build fails.
    static let comesBack = CrashStory(
        name: "a project comes back",
        before: { world in
            let site = try await world.createRunningRepository("acme/site")
            let commit = try await site.leavesWhileItIsBuilt()
            return Scene(site: site, commit: commit)
        },
        happens: { _, scene in
            let scene = try scene.there
            try await scene.site.push(message: "Come back", build: .failure())
            return scene
        },
        ends: { _, scene in
            try await scene.site.becomes("active")
            try await scene.site.serves(scene.commit)
            try await scene.site.isQuiet()
        },
        differences: { _, scene in
            try await scene.site.differences(serving: scene.commit, commits: 4)
        })
}

extension Repository {
    /// The project leaves the cluster while a commit is built, whose build ends afterwards.
    /// - Returns: the commit.
    func leavesWhileItIsBuilt() async throws -> String {
        let commit = try await push(message: "Built too late", build: .held)
        try await world.waitFor("its build is known") {
            try await status("development", on: commit) != nil
        }
        _ = try await world.slipway("project", "archive", name)
        try await becomes("archived")
        try await finishBuild(of: commit)
        try await world.waitFor("it is told that it arrives nowhere") {
            try await status("development", on: commit)?.description == "the project leaves the cluster"
        }
        try await isQuiet()
        return commit
    }

    /// How the project differs from one that left the cluster completely.
    func differencesFromArchived() async throws -> [String] {
        var found = Differences()
        let state = try await state
        found.expect(state == "archived", "\(name) is \(state ?? "unknown")")
        let isGone = await isGone
        found.expect(isGone, "something of it is in the cluster")
        let comments = try await comments(on: try await head).map(\.body)
        found.expect(comments.count == 1, "\(comments.count) comments")
        found.expect(comments.last?.contains("**This project is archived**") == true, "the comment says: \(comments)")
        return found.all
    }
}
