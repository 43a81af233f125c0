import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// What somebody may try who can push to one repository: Flux applies it as `slipway-deployer`, who may edit one
    /// namespace.
    @Suite struct HostileTenants {
        private static let role = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: { name: everything }
            rules: [ { apiGroups: ["*"], resources: ["*"], verbs: ["*"] } ]

            """
        private static let kustomization = """
            apiVersion: kustomize.toolkit.fluxcd.io/v1
            kind: Kustomization
            metadata: { name: escape, namespace: kube-system }
            spec:
              interval: 1m
              path: ./k8s/base
              prune: true
              sourceRef: { kind: GitRepository, name: elsewhere, namespace: flux-system }
              targetNamespace: kube-system

            """

        @Test(arguments: [("ClusterRole", "everything", role), ("Kustomization", "escape", kustomization)])
        func whatIsNotTheirsIsRefused(_ kind: String, _ name: String, _ manifest: String) async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let other = try await world.createRunningRepository("acme/other")
                let before = try await site.head
                let path = "k8s/base/kustomization.yaml"
                let base = try #require(try await world.github.files(of: site.name)[path])
                let listed = String(decoding: base.content, as: UTF8.self).replacing(
                    "  - service.yaml", with: "  - service.yaml\n  - extra.yaml")
                let commit = try await site.push(
                    [path: GitFile(Data(listed.utf8)), "k8s/base/extra.yaml": GitFile(Data(manifest.utf8))],
                    message: "Take over")
                let told = try await site.comment(on: commit, says: "**What to do:**")
                #expect(told.contains("slipway-deployer"), "\(told)")
                try await site.isQuiet()
                let found = await world.cluster.objects(kind).filter {
                    $0["metadata"]?["name"]?.string?.contains(name) == true
                }
                #expect(found.isEmpty)
                #expect(try await site.differences(stillServing: before) == [])
                try await other.serves(try await other.head)
            }
        }

        @Test func aLabelOfTheNamespaceIsPutBack() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let namespace = site.namespace("production")
                let labels: [String: JSONValue] = [
                    "pod-security.kubernetes.io/enforce": "privileged", "slipway.dev/project": "somebody-elses",
                ]
                try await world.cluster.apply(
                    [
                        "apiVersion": "v1", "kind": "Namespace",
                        "metadata": ["name": .string(namespace), "labels": .object(labels)],
                    ])
                try await world.waitFor("the labels are as they were") {
                    let labels = await world.cluster.object("Namespace", name: namespace)?.labels
                    return labels?["pod-security.kubernetes.io/enforce"] == "baseline"
                        && labels?["slipway.dev/project"] == site.project
                }
            }
        }

        /// Namespaces are named after GitHub's number of the repository: no name leads into another's.
        @Test func aNameLikeAnothersNamespaceLeadsNowhere() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let before = await site.ownObjects(in: "staging")
                let twin = try await world.createRunningRepository("acme/\(site.namespace("staging"))")
                #expect(twin.project != site.project)
                #expect(await site.ownObjects(in: "staging") == before)
                try await site.serves(try await site.head)
                #expect(try await world.invariants().isEmpty)
            }
        }
    }
}
