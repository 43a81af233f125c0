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
        let role = try #require(documents.first { $0["kind"] as? String == "ClusterRole" })
        let rules = try #require(role["rules"] as? [[String: Any]])
        let granted = rules.flatMap(Self.rights).sorted()
        let wanted = (ClusterRight.all + ClusterRight.examined).map(Self.text).sorted()
        #expect(granted == wanted)
        #expect(Set(wanted).count == wanted.count)
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
            ["namespaces", "secrets", "pods", "clusterroles"].contains($0.resource.plural)
        }
        #expect(
            ClusterRight.summary(some)
                == """
                get, list, watch, create, patch, delete: namespaces, secrets; \
                bind: clusterroles.rbac.authorization.k8s.io/edit; list, watch: pods
                """)
    }
}
