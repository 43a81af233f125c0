import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Pods that run and are not reached, as the cluster tells it: addresses themselves are not requested here.
    @Suite struct Routes {
        @Test func anIngressClassThatDoesNotExistIsExplained() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let new = try await site.pushIngress(
                    replacing: #"ingressClassName: "nginx""#, with: "ingressClassName: traefik")
                let comment = try await site.comment(
                    on: new, says: "production: it runs, but the ingress class `traefik` does not exist.")
                #expect(comment.contains("asks for it, and the cluster has `nginx`."))
                #expect(comment.contains("**What to do:** set `ingressClassName: nginx` in the manifests and push"))
                #expect(comment.contains("not reachable") && !comment.contains("❌"))
                try await world.waitFor("the status of production tells") {
                    let status = try await site.status("production", on: new)
                    return status?.state == "success"
                        && status?.description == "ready, but no ingress class traefik (there is nginx)"
                }
                let trouble = try await site.environment("production")?["trouble"]
                #expect(trouble?["code"]?.string == "ingressClassMissing")
            }
        }

        @Test func aHostThatAnotherIngressHasIsToldWithTheFirstRelease() async throws {
            try await World.with { world in
                let ingress: JSONValue = [
                    "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
                    "metadata": ["name": "old", "namespace": "default"],
                    "spec": ["ingressClassName": "nginx", "rules": [["host": "site.apps.example.com"]]],
                ]
                try await world.cluster.apply([
                    "apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "default"],
                ])
                try await world.cluster.apply(ingress)
                let site = try await world.createRepository("acme/site")
                try await site.becomes("active")
                let comment = try await site.comment(
                    on: try await site.head, says: "the address `site.apps.example.com` is used twice.")
                #expect(comment.contains("The Ingress `default/old` has it too"))
                #expect(comment.contains("address shared"))
                #expect(!comment.contains("development: it runs, but"))
            }
        }

        @Test func aCertificateThatIsNotIssuedIsExplained() async throws {
            try await World.with(.with { $0.cluster.issuesCertificates = false }) { world in
                let site = try await world.createRepository("acme/site")
                try await site.becomes("active")
                let comment = try await site.comment(
                    on: try await site.head, says: "staging: it runs, but the TLS certificate is not issued yet.")
                #expect(comment.contains("Issuing certificate as Secret does not exist"))
            }
        }

        @Test func anIssuerThatDoesNotExistIsExplained() async throws {
            try await World.with(.with { $0.cluster.clusterIssuers = ["other"] }) { world in
                let site = try await world.createRepository("acme/site")
                try await site.becomes("active")
                _ = try await site.comment(
                    on: try await site.head,
                    says: "staging: it runs, but the ClusterIssuer `letsencrypt` does not exist.")
            }
        }
    }
}

extension Repository {
    /// Pushes a change of the Ingress's manifest.
    fileprivate func pushIngress(replacing old: String, with new: String) async throws -> String {
        let path = "k8s/base/ingress.yaml"
        let file = try #require(try await github.files(of: name)[path])
        let manifest = String(decoding: file.content, as: UTF8.self)
        try #require(manifest.contains(old))
        return try await push([path: GitFile(Data(manifest.replacing(old, with: new).utf8))], message: "Another class")
    }

    fileprivate func environment(_ environment: String) async throws -> JSONValue? {
        let environments = try await report?["project"]?["environments"]?.array ?? []
        return environments.first { $0["name"]?.string == environment }
    }
}
