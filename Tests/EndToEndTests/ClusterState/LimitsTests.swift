import Foundation
import Simulation
import Storage
import Testing

extension EndToEnd {
    /// Limits are the configuration's, for projects to come and for those that are there.
    @Suite struct TenantLimits {
        private static let label = "pod-security.kubernetes.io/enforce"

        @Test func aChangeReachesWhatIsThereAndNothingFightsIt() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                #expect(await quota(of: site, in: world)["pods"] == "10")
                try await world.kill()
                let rules = """
                    [ { match: "acme/web-*", template: nextjs-15-app, quota: { pods: 7 } },
                      { match: "acme/*", template: static-site, quota: { limits.cpu: 6 }, podSecurity: { enforce: restricted } } ]
                    """
                try await world.start(
                    environment: ["SLIPWAY_PROJECTS": rules, "SLIPWAY_QUOTA": "{ pods: 12 }"])
                for environment in Repository.environments {
                    try await world.waitFor("\(environment) has its new limits") {
                        let quota = await quota(of: site, in: world, environment)
                        let namespace = await world.cluster.object("Namespace", name: site.namespace(environment))
                        return quota["pods"] == "12" && quota["limits.cpu"] == "6" && quota["requests.cpu"] == "2"
                            && namespace?.labels[Self.label] == "restricted"
                    }
                }
                try await site.isQuiet()
                // What somebody changes of it is put back as it is now.
                let namespace = site.namespace("staging")
                try await world.cluster.apply(
                    [
                        "apiVersion": "v1", "kind": "Namespace",
                        "metadata": ["name": .string(namespace), "labels": [Self.label: "privileged"]],
                    ], manager: "somebody")
                try await world.waitFor("the label is put back") {
                    await world.cluster.object("Namespace", name: namespace)?.labels[Self.label] == "restricted"
                }
                try await site.isQuiet()
                let next = try await world.createRunningRepository("acme/web-shop")
                #expect(await quota(of: next, in: world)["pods"] == "7")
                let repairs = try await site.runs("RepairProject")
                #expect((4...6).contains(repairs.count), "\(repairs.map(\.key))")
                let violations = try await world.invariants()
                #expect(violations.isEmpty, "\(violations)")
            }
        }

        private func quota(
            of site: Repository, in world: World, _ environment: String = "staging"
        ) async -> [String: String] {
            let quota = await world.cluster.object(
                "ResourceQuota", namespace: site.namespace(environment), name: "project-quota")
            let hard = quota?["spec"]?["hard"]?.object ?? [:]
            return hard.compactMapValues(\.string)
        }
    }
}
