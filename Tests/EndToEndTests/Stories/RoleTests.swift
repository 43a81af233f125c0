import Automations
import Foundation
import KubernetesAPI
import Simulation
import Testing
import Yams

extension EndToEnd {
    /// What `Deploy/rbac.yaml` grants is enough for the main job, and each of its rules is used.
    @Suite struct Roles {
        @Test func theDeployedRoleIsEnough() async throws {
            let user = try Self.deployedUser()
            let limited = World.Options.with { $0.cluster.users = [user] }
            try await World.with(limited) { world in
                let site = try await world.createRunningRepository("acme/site")
                _ = try await site.push(message: "Say hello")
                try await site.isQuiet()
                let requests = await world.cluster.requests()
                #expect(requests.filter { $0.status == 403 }.isEmpty)
                let rights = Set(ClusterRight.all.map { "\($0.verb) \($0.resource.group)/\($0.resource.plural)" })
                let done = Set(
                    requests.filter { !$0.resource.isEmpty && !$0.resource.hasPrefix("selfsubject") }.map {
                        "\($0.verb) \($0.group)/\($0.resource)"
                    })
                #expect(done.subtracting(rights).isEmpty, "Slipway does more than ClusterRight.all says")
                let used = Set(requests.compactMap(\.resource))
                #expect(
                    used.isSuperset(of: ["namespaces", "secrets", "rolebindings", "gitrepositories", "deployments"]))
            }
        }

        private static func deployedUser() throws -> ClusterUser {
            let file = PackageRoot.url.appending(path: "Deploy/rbac.yaml")
            let documents = try Yams.load_all(yaml: String(contentsOf: file, encoding: .utf8))
                .compactMap { $0 as? [String: Any] }
            let role = try #require(documents.first { $0["kind"] as? String == "ClusterRole" })
            let rules = try #require(role["rules"] as? [[String: Any]])
            return ClusterUser(
                token: "slipway-token", name: "system:serviceaccount:slipway:slipway",
                groups: ["system:serviceaccounts"], rules: rules.map(rule))
        }

        private static func rule(_ rule: [String: Any]) -> AccessRule {
            AccessRule(
                verbs: rule["verbs"] as? [String] ?? [], apiGroups: rule["apiGroups"] as? [String] ?? [],
                resources: rule["resources"] as? [String] ?? [],
                resourceNames: rule["resourceNames"] as? [String] ?? [])
        }
    }
}
