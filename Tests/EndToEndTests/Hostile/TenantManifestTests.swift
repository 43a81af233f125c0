import Foundation
import Simulation
import Testing

extension EndToEnd.HostileTenants {
    /// Whoever may edit a namespace may not change what bounds it: its labels, rights and quotas.
    @Test func whatBoundsANamespaceIsNotTheirs() async throws {
        try await World.with { world in
            let site = try await world.createRunningRepository("acme/site")
            let before = try await site.head
            let own = site.namespace("development")
            for manifest in Self.bounds(of: own) {
                let commit = try await site.add(manifest)
                let told = try await site.comment(on: commit, says: "**What to do:**")
                #expect(told.contains("slipway-deployer"), "\(manifest)\n\(told)")
            }
            try await site.isQuiet()
            let labels = await world.cluster.object("Namespace", name: own)?.labels
            #expect(labels?["pod-security.kubernetes.io/enforce"] == "baseline")
            for kind in ["ResourceQuota", "LimitRange", "RoleBinding", "Role"] {
                let names = await world.cluster.objects(kind, namespace: own).map(\.name)
                #expect(!names.contains { $0.contains("mine") }, "\(kind): \(names)")
            }
            #expect(await world.cluster.objects("ClusterRoleBinding").allSatisfy { !$0.name.contains("mine") })
            #expect(try await site.differences(stillServing: before) == [])
        }
    }

    private static func bounds(of namespace: String) -> [String] {
        let administrator = """
            roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
            subjects: [ { kind: ServiceAccount, name: default, namespace: \(namespace) } ]
            """
        return [
            """
            apiVersion: v1
            kind: Namespace
            metadata: { name: "\(namespace)", labels: { pod-security.kubernetes.io/enforce: privileged } }
            """,
            "apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: mine }\nspec: { hard: { pods: \"1000\" } }",
            "apiVersion: v1\nkind: LimitRange\nmetadata: { name: mine }\nspec: { limits: [ { type: Container } ] }",
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: mine }\n" + administrator,
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: mine }\n"
                + administrator,
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: { name: mine }
            rules: [ { apiGroups: ["*"], resources: ["*"], verbs: ["*"] } ]
            """,
        ]
    }

    /// What names another's namespace comes into the project's own: Flux has it from Slipway where it applies.
    @Test func whatNamesAnothersNamespaceStaysAtHome() async throws {
        try await World.with { world in
            let site = try await world.createRunningRepository("acme/site")
            let other = try await world.createRunningRepository("acme/other")
            let place = other.namespace("development")
            let overlay = "k8s/overlays/development/kustomization.yaml"
            let file = try #require(try await world.github.files(of: site.name)[overlay])
            let text = "namespace: \(place)\n" + String(decoding: file.content, as: UTF8.self)
            let before = await world.cluster.objects("ConfigMap", namespace: place).map(\.name)
            let commit = try await site.add(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: { name: planted, namespace: "\(place)" }
                data: { a: b }
                """, with: [overlay: GitFile(Data(text.utf8))])
            try await site.serves(commit)
            #expect(await world.cluster.objects("ConfigMap", namespace: place).map(\.name) == before)
            let home = await world.cluster.objects("ConfigMap", namespace: site.namespace("development")).map(\.name)
            #expect(home.contains { $0.hasSuffix("planted") })
            try await other.serves(try await other.head)
        }
    }

    /// A pod that asks for the node is not made, and of many only as many as the quota has.
    @Test func podsBeyondTheLimitsAreNotMade() async throws {
        try await World.with { world in
            let site = try await world.createRunningRepository("acme/site")
            let node = "hostNetwork: true, volumes: [ { name: node, hostPath: { path: / } } ], "
            let privileged = ", securityContext: { privileged: true }"
            try await site.add(
                Self.deployment("escape", 1, pod: node, container: privileged) + "\n---\n" + Self.deployment("many", 30)
            )
            let namespace = site.namespace("development")
            try await world.waitFor("the pods are refused, and the quota is full") {
                let refused = await world.cluster.objects("Deployment", namespace: namespace).contains {
                    $0.name.hasSuffix("escape")
                        && $0.condition("ReplicaFailure")?["message"]?.string?.contains("violates PodSecurity") == true
                }
                let pods = await world.cluster.objects("Pod", namespace: namespace)
                return refused && pods.count == 10
            }
            let pods = await world.cluster.objects("Pod", namespace: namespace)
            #expect(pods.allSatisfy { !$0.name.contains("escape") && $0["spec"]?["hostNetwork"] == nil })
        }
    }

    private static func deployment(_ name: String, _ replicas: Int, pod: String = "", container: String = "") -> String
    {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: \(name) }
        spec:
          replicas: \(replicas)
          selector: { matchLabels: { own: \(name) } }
          template:
            metadata: { labels: { own: \(name) } }
            spec: { \(pod)containers: [ { name: a, image: "nginx:1"\(container) } ] }
        """
    }
}

extension Repository {
    /// Pushes a manifest that every environment is to have.
    @discardableResult
    fileprivate func add(_ manifest: String, with files: [String: GitFile] = [:]) async throws -> String {
        let path = "k8s/base/kustomization.yaml"
        guard let base = try await github.files(of: name)[path] else { throw Unexpected("\(name) has no \(path)") }
        let old = String(decoding: base.content, as: UTF8.self)
        let listed =
            old.contains("extra.yaml")
            ? old : old.replacing("  - service.yaml", with: "  - service.yaml\n  - extra.yaml")
        var all = files
        all[path] = GitFile(Data(listed.utf8))
        all["k8s/base/extra.yaml"] = GitFile(Data((manifest + "\n").utf8))
        return try await push(all, message: "Add more")
    }
}
