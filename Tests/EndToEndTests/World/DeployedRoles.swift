import Foundation
import Simulation
import Testing
import Yams

/// The roles of `Deploy/rbac.yaml`, as the simulated cluster takes them.
struct DeployedRoles {
    /// Slipway's service account with the role that is bound for the whole cluster.
    let user: ClusterUser
    /// The role that Slipway binds to itself, namespace by namespace.
    let project: SimulatedCluster.ClusterRole

    /// - Parameter isGranted: which rules of the role `slipway` are there.
    init(where isGranted: (AccessRule) -> Bool = { _ in true }) throws {
        let file = PackageRoot.url.appending(path: "Deploy/rbac.yaml")
        let documents = try Yams.load_all(yaml: String(contentsOf: file, encoding: .utf8))
            .compactMap { $0 as? [String: Any] }
        func rules(_ name: String) throws -> [AccessRule] {
            let role = documents.first {
                $0["kind"] as? String == "ClusterRole" && ($0["metadata"] as? [String: Any])?["name"] as? String == name
            }
            return try #require(role?["rules"] as? [[String: Any]]).map(Self.rule)
        }
        user = ClusterUser(
            token: "deployed-Kq7vRz2wXn", name: "system:serviceaccount:slipway:slipway",
            groups: ["system:serviceaccounts"],
            rules: try rules("slipway").filter(isGranted))
        project = SimulatedCluster.ClusterRole(name: "slipway-project", rules: try rules("slipway-project"))
    }

    private static func rule(_ rule: [String: Any]) -> AccessRule {
        func list(_ key: String) -> [String] { rule[key] as? [String] ?? [] }
        return AccessRule(
            verbs: list("verbs"), apiGroups: list("apiGroups"), resources: list("resources"),
            resourceNames: list("resourceNames"))
    }
}

extension World.Options {
    /// Slipway calls the cluster as the account of the manifests, with its roles and no more.
    static func deployed(
        _ roles: DeployedRoles, _ change: (inout World.Options) -> Void = { _ in }
    ) -> World.Options {
        .with {
            $0.cluster.users = [roles.user]
            $0.cluster.clusterRoles = [roles.project]
            change(&$0)
        }
    }
}
