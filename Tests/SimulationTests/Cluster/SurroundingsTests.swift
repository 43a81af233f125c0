import Foundation
import Simulation
import Testing

/// What a cluster has before Slipway comes, and what it says of the caller.
@Suite struct SurroundingsTests {
    @Test func theClusterSaysWhoAsks() async throws {
        try await ClusterFixture.run(SimulatedCluster.Options(), controllers: false) { fixture in
            let path = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
            let body: JSONValue = ["apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"]
            let answer = try await fixture.send("POST", path, body)
            #expect(answer.status == 201)
            #expect(answer.json["status"]?["userInfo"]?["username"] == "kubernetes-admin")
            let anonymous = try await fixture.send("POST", path, body, token: nil)
            #expect(anonymous.status == 403)
        }
    }

    @Test func fluxIsShownAndNotRun() async throws {
        try await ClusterFixture.run(SimulatedCluster.Options(), controllers: true) { fixture in
            let answer = try await fixture.send(
                "GET", "/apis/apps/v1/deployments?labelSelector=app.kubernetes.io%2Fpart-of%3Dflux")
            let items = answer.json["items"]?.array ?? []
            #expect(items.count == 2)
            #expect(items.first?["status"]?["readyReplicas"] == 1)
            let pods = try await fixture.send("GET", "/api/v1/namespaces/flux-system/pods")
            #expect(pods.json["items"]?.array?.isEmpty == true)
        }
    }

    @Test func certManagerIsThereWhenAskedFor() async throws {
        var options = SimulatedCluster.Options()
        let path = "/apis/cert-manager.io/v1/clusterissuers/letsencrypt"
        try await ClusterFixture.run(options, controllers: false) { fixture in
            let missing = try await fixture.send("GET", path)
            #expect(missing.status == 404)
        }
        options.clusterIssuers = ["letsencrypt"]
        try await ClusterFixture.run(options, controllers: false) { fixture in
            let issuer = try await fixture.send("GET", path).json
            #expect(issuer["status"]?["conditions"]?[0]?["status"] == "True")
        }
    }
}
