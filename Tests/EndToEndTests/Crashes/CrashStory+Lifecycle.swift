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
}

extension Repository {
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
