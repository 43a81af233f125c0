import Foundation
import Simulation
import Storage

/// Stories that happen in the cluster.
extension CrashStory {
    /// Somebody deletes a namespace, and with it everything of an environment.
    static let namespaceDeletedByHand = CrashStory(
        name: "a namespace is deleted by hand",
        before: { world in Scene(site: try await world.createRunningRepository("acme/site")) },
        happens: { world, scene in
            let site = try scene.there.site
            let old = await world.cluster.object("Namespace", name: site.namespace("staging"))?.uid
            try await world.cluster.delete("Namespace", name: site.namespace("staging"))
            try await world.cluster.waitUntil("the namespace is gone") {
                await $0.object("Namespace", name: site.namespace("staging"))?.uid != old
            }
            return try scene.there
        },
        ends: { world, scene in
            try await world.waitFor("everything is there again") {
                await scene.site.ownObjects(in: "staging") == scene.site.expectedObjects(in: "staging")
            }
            try await scene.site.isRunning()
        },
        differences: { _, scene in
            try await scene.site.differences(serving: try await scene.site.head, commits: 2)
        })

    /// Flux cannot fetch a repository for long, and then it can again.
    static let sourceThatRests = CrashStory(
        name: "a source rests", environment: ["SLIPWAY_REST": "1", "SLIPWAY_PATIENCE": "30"],
        before: { world in Scene(site: try await world.createRunningRepository("acme/site")) },
        happens: { world, scene in
            await world.github.failFetches(of: "acme/site", because: "dial tcp: i/o timeout")
            return try scene.there
        },
        ends: { world, scene in
            try await world.waitFor("every source has begun to rest") {
                let database = try await Database.readOnly(at: world.folder.appending(path: "data"))
                let runs = try await database.read { try $0.runs.list(project: scene.site.project, limit: 1000) }
                return runs.count { $0.automation == "RestSource" } >= 3
            }
            await world.github.failFetches(of: "acme/site", because: nil)
            try await scene.site.isFetchedAgain()
            try await scene.site.isRunning()
        },
        differences: { _, scene in
            try await scene.site.differences(serving: try await scene.site.head, commits: 2)
        })

    /// Slipway suspended a source, and does not know it any more: its database is that of a backup.
    static let sourceLeftSuspended = CrashStory(
        name: "a source was left suspended", environment: ["SLIPWAY_REST": "1"],
        before: { world in Scene(site: try await world.createRunningRepository("acme/site")) },
        happens: { world, scene in
            let site = try scene.there.site
            try await world.cluster.apply(
                [
                    "apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository",
                    "metadata": [
                        "name": .string("\(site.project)-repo"), "namespace": .string(site.namespace("staging")),
                    ],
                    "spec": ["suspend": true],
                ], manager: "slipway-guard")
            return try scene.there
        },
        ends: { _, scene in
            try await scene.site.isFetchedAgain()
            try await scene.site.isRunning()
        },
        differences: { _, scene in
            try await scene.site.differences(serving: try await scene.site.head, commits: 2)
        })

    /// Everything runs, and is not reached until the certificates are issued. Addresses are not requested.
    static let certificateComesLate = CrashStory(
        name: "a certificate comes late",
        options: .with {
            $0.isServing = false
            $0.cluster.issuesCertificates = false
            $0.environment["SLIPWAY_REACHABILITY_CHECK"] = "on"
            $0.environment["SLIPWAY_EVERY_NAME"] = "127.0.0.1:9"
        },
        happens: { world, _ in Scene(site: try await world.createRepository("acme/site")) },
        ends: { world, scene in
            try await scene.site.becomes("active")
            let head = try await scene.site.head
            let late = "it runs, but the TLS certificate is not issued yet."
            // Asked again after a crash, they may be issued already.
            try await world.waitFor("each environment says it") {
                let told = try await scene.site.comments(on: head).first?.body ?? ""
                let certificates = await world.cluster.objects("Certificate")
                return Repository.environments.allSatisfy { told.contains("\($0): \(late)") }
                    || certificates.contains { $0.condition("Ready")?["status"]?.string == "True" }
            }
            await world.cluster.issueCertificates()
            try await world.waitFor("nothing of it is said any more") {
                try await scene.site.comments(on: head).allSatisfy { !$0.body.contains(late) }
            }
            try await scene.site.isRunning()
        },
        differences: { _, scene in
            try await scene.site.differences(serving: try await scene.site.head, commits: 2)
        })
}

extension Repository {
    /// Waits until no source rests or is suspended.
    fileprivate func isFetchedAgain() async throws {
        try await world.waitFor("every source is fetched again") {
            let database = try await Database.readOnly(at: world.folder.appending(path: "data"))
            let rests = try await database.read { try $0.sourceRests.all(of: project) }
            let suspended = await suspended()
            return rests.isEmpty && suspended.isEmpty
        }
    }
}
