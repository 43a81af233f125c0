import Foundation
import Simulation
import Storage
import Testing

extension EndToEnd {
    /// What people delete or change in the cluster is put back, unless they asked for a pause.
    @Suite struct Drifts {
        @Test func eachKindThatIsDeletedByHandIsPutBack() async throws {
            try await World.with(.with { $0.environment["SLIPWAY_SECRETS"] = "2" }) { world in
                let site = try await world.createRunningRepository("acme/site")
                let namespace = site.namespace("staging")
                let before = await site.ownObjects(in: "staging")
                for (kind, name) in try await site.managedObjects(in: "staging") where kind != "Namespace" {
                    let old = await world.cluster.object(kind, namespace: namespace, name: name)?.uid
                    try await world.cluster.delete(kind, namespace: namespace, name: name)
                    try await world.waitFor("\(kind) \(name) is there again") {
                        let object = await world.cluster.object(kind, namespace: namespace, name: name)
                        return object != nil && object?.uid != old && object?.labels["slipway.dev/project"] != nil
                    }
                }
                try await site.serves(try await site.head)
                try await site.isQuiet()
                #expect(await site.ownObjects(in: "staging") == before)
                #expect(try await world.repairs(of: site).count >= 9)
                let violations = try await world.invariants()
                #expect(violations.isEmpty, "\(violations)")
            }
        }

        @Test func aNamespaceThatIsDeletedComesBackWithEverythingInIt() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let namespace = site.namespace("production")
                let old = await world.cluster.object("Namespace", name: namespace)?.uid
                try await world.cluster.delete("Namespace", name: namespace)
                try await world.waitFor("the status tells it") {
                    try await world.status(of: "Namespace", "production", site) != .ready
                }
                try await world.waitFor("production is as it was, in another namespace") {
                    let new = await world.cluster.object("Namespace", name: namespace)?.uid
                    guard new != nil, new != old else { return false }
                    return await site.ownObjects(in: "production") == site.expectedObjects(in: "production")
                }
                try await site.serves(try await site.head)
                try await site.isQuiet()
                let repairs = try await world.repairs(of: site)
                #expect((1...2).contains(repairs.count), "\(repairs.map { [$0.key, $0.outcome ?? ""] })")
                try await world.waitFor("the status tells it") {
                    try await world.status(of: "Kustomization", "production", site) == .ready
                }
            }
        }

        /// Flux may not apply anything until the role is there again, and that takes its time.
        @Test func aReleaseWaitsForWhatIsPutBackAndIsTriedAgain() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let commit = try await site.push(message: "Meanwhile", build: .held)
                let busy = #"{"kind":"Status","status":"Failure","message":"busy","reason":"InternalError","code":503}"#
                await world.cluster.add(
                    Fault(.answer(status: 503, body: busy), method: "PATCH", path: "/rolebindings/", times: 4))
                try await world.cluster.delete(
                    "RoleBinding", namespace: site.namespace("development"), name: "slipway-deployer")
                try await site.finishBuild(of: commit)
                try await site.serves(commit)
                try await site.isQuiet()
                #expect(try await site.differences(serving: commit, commits: 3) == [])
            }
        }

        @Test func whatIsChangedByHandIsPutBackAndRecorded() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let namespace = site.namespace("staging")
                try await world.cluster.apply(
                    [
                        "apiVersion": "v1", "kind": "ResourceQuota",
                        "metadata": ["name": "project-quota", "namespace": .string(namespace)],
                        "spec": ["hard": ["pods": "1000"]],
                    ])
                try await world.waitFor("the quota is as it was") {
                    let quota = await world.cluster.object("ResourceQuota", namespace: namespace, name: "project-quota")
                    return quota?["spec"]?["hard"]?["pods"]?.string == "10"
                }
                try await world.cluster.apply(
                    [
                        "apiVersion": "kustomize.toolkit.fluxcd.io/v1", "kind": "Kustomization",
                        "metadata": [
                            "name": .string("\(site.project)-staging"), "namespace": .string(namespace),
                        ],
                        "spec": ["images": [["name": "ghcr.io/acme/site", "newTag": "latest"]]],
                    ])
                let head = try await site.head
                try await world.waitFor("the image is pinned as it was") {
                    await site.pinnedTags == Repository.environments.map { _ in head }
                }
                try await site.isQuiet()
                let said = try await world.repairs(of: site).compactMap(\.outcome)
                #expect(
                    said.contains { $0.contains("ResourceQuota project-quota (spec.hard.pods changed by kubectl)") })
                #expect(said.contains { $0.contains("spec.images changed by kubectl") })
            }
        }

        @Test func aSuspensionOrAnAnnotationOfAPersonIsLeftAlone() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                try await world.cluster.apply(
                    [
                        "apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository",
                        "metadata": [
                            "name": .string("\(site.project)-repo"), "namespace": .string(site.namespace("staging")),
                            "annotations": ["team": "web"],
                        ],
                        "spec": ["suspend": true],
                    ])
                try await world.waitFor("the status tells it") {
                    try await world.status(of: "GitRepository", "staging", site) == .suspended
                }
                #expect(try await world.repairs(of: site).isEmpty)
            }
        }

        @Test func aPausedProjectIsLeftAloneUntilItIsResumed() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let namespace = site.namespace("staging")
                #expect(try await world.slipway("project", "pause", "acme/site").output.contains("is paused"))
                let before = try await world.repairs(of: site).count
                try await world.cluster.delete("NetworkPolicy", namespace: namespace, name: "project-isolation")
                try await world.cluster.delete("GitRepository", namespace: namespace, name: "\(site.project)-repo")
                try await world.waitFor("the status tells it") {
                    try await world.status(of: "GitRepository", "staging", site) == .missing
                }
                #expect(try await world.repairs(of: site).count == before)
                #expect(try await world.slipway("project", "show", "acme/site").output.contains("paused since"))
                _ = try await world.slipway("project", "resume", "acme/site")
                try await world.waitFor("everything is there again") {
                    await site.ownObjects(in: "staging") == site.expectedObjects(in: "staging")
                }
                try await site.serves(try await site.head)
            }
        }

        @Test func aPausedNamespaceIsLeftAloneAndTheOthersAreNot() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                try await site.setPaused("staging", true)
                try await world.waitFor("the pause is seen") { try await world.isPaused("staging", site) }
                for environment in ["staging", "production"] {
                    try await world.cluster.delete(
                        "ResourceQuota", namespace: site.namespace(environment), name: "project-quota")
                }
                try await world.waitFor("production has its quota again") {
                    await site.object("ResourceQuota", "production", "project-quota") != nil
                }
                #expect(await site.object("ResourceQuota", "staging", "project-quota") == nil)
                try await site.setPaused("staging", false)
                try await world.waitFor("staging has its quota again") {
                    await site.object("ResourceQuota", "staging", "project-quota") != nil
                }
            }
        }

        @Test func anArchivedProjectIsLeftAlone() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                try await world.github.setArchived("acme/site", true)
                try await site.becomes("archived")
                try await world.cluster.delete(
                    "GitRepository", namespace: site.namespace("staging"), name: "\(site.project)-repo")
                try await world.waitFor("the status tells it") {
                    try await world.status(of: "GitRepository", "staging", site) == .missing
                }
                #expect(try await world.repairs(of: site).isEmpty)
            }
        }

        @Test func whatHappenedWhileNobodyWatchedIsFoundByListing() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                try await world.kill()
                try await world.cluster.delete(
                    "RoleBinding", namespace: site.namespace("development"), name: "slipway-deployer")
                try await world.restart()
                try await world.waitFor("the binding is there again") {
                    await site.object("RoleBinding", "development", "slipway-deployer") != nil
                }
                // Hours away: the watches end, and where they would go on is too long ago.
                await world.cluster.add(Fault(.answer(status: 503), method: "GET", path: "/", times: nil))
                await world.cluster.dropWatches()
                try await world.cluster.delete(
                    "LimitRange", namespace: site.namespace("staging"), name: "project-limits")
                try await world.cluster.delete(
                    "Kustomization", namespace: site.namespace("staging"), name: "\(site.project)-staging")
                await world.cluster.compact()
                await world.cluster.removeFaults()
                try await world.waitFor("everything is there again") {
                    await site.ownObjects(in: "staging") == site.expectedObjects(in: "staging")
                }
                try await site.serves(try await site.head)
                try await site.isQuiet()
            }
        }
    }
}
