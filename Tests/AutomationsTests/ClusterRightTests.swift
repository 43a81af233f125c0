import Automations
import Foundation
import KubernetesAPI
import Testing
import Yams

@Suite struct ClusterRightTests {
    /// What `slipway doctor` asks for, what the manifest grants and what Slipway does are one list.
    @Test func theManifestGrantsExactlyThese() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Deploy/rbac.yaml")
        let documents = try Yams.load_all(yaml: String(contentsOf: file, encoding: .utf8))
            .compactMap { $0 as? [String: Any] }
        let roles = ["slipway": ClusterRight.all + ClusterRight.examined, "slipway-project": ClusterRight.inProjects]
        let found = documents.filter { $0["kind"] as? String == "ClusterRole" }
        #expect(Set(found.compactMap(Self.name)) == Set(roles.keys))
        for role in found {
            let rules = try #require(role["rules"] as? [[String: Any]])
            let wanted = try #require(Self.name(role).flatMap { roles[$0] }).map(Self.text).sorted()
            #expect(rules.flatMap(Self.rights).sorted() == wanted)
            #expect(Set(wanted).count == wanted.count)
        }
    }

    /// Whoever takes over Slipway's account does not thereby have every Secret there is.
    @Test func nothingThatHoldsEverywhereIsAboutSecrets() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Deploy")
        let files = ["rbac.yaml", "host-token.yaml"].map { folder.appending(path: $0) }
        let documents = try files.flatMap { file in
            try Yams.load_all(yaml: String(contentsOf: file, encoding: .utf8)).compactMap { $0 as? [String: Any] }
        }
        let bound = documents.filter { $0["kind"] as? String == "ClusterRoleBinding" }
            .compactMap { ($0["roleRef"] as? [String: Any])?["name"] as? String }
        #expect(bound.contains("slipway") && !bound.contains("slipway-project"))
        for role in documents where role["kind"] as? String == "ClusterRole" && Self.name(role) != "slipway-project" {
            let rights = (role["rules"] as? [[String: Any]] ?? []).flatMap(Self.rights)
            #expect(rights.filter { $0.contains("/secrets") || $0.contains("*") } == [])
        }
        #expect(ClusterRight.all.filter { $0.resource.plural == "secrets" } == [])
        let given = ClusterRight.all.filter { $0.verb == "bind" }.map { $0.name?.text }
        #expect(given == ["edit", "slipway-project"])
    }

    private static func name(_ document: [String: Any]) -> String? {
        (document["metadata"] as? [String: Any])?["name"] as? String
    }

    private static func rights(_ rule: [String: Any]) -> [String] {
        func list(_ key: String) -> [String] { rule[key] as? [String] ?? [] }
        let names = list("resourceNames").isEmpty ? [""] : list("resourceNames")
        return list("apiGroups").flatMap { group in
            list("resources").flatMap { resource in
                names.flatMap { name in list("verbs").map { "\($0) \(group)/\(resource) \(name)" } }
            }
        }
    }

    private static func text(_ right: ClusterRight) -> String {
        "\(right.verb) \(right.resource.group)/\(right.resource.plural) \(right.name?.text ?? "")"
    }

    @Test func rightsAreToldInTheMannerOfARole() {
        let some = ClusterRight.all.filter {
            ["namespaces", "pods", "clusterroles"].contains($0.resource.plural)
        }
        #expect(
            ClusterRight.summary(some)
                == """
                get, list, watch, create, patch, delete: namespaces; \
                bind: clusterroles.rbac.authorization.k8s.io/edit, \
                clusterroles.rbac.authorization.k8s.io/slipway-project; list, watch: pods
                """)
        #expect(ClusterRight.summary(ClusterRight.inProjects) == "get, list, create, patch, delete: secrets")
    }
}
