import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Addresses in payloads, and those that a repository's own files name: Slipway asks GitHub and the cluster, and nobody
    /// else.
    @Suite struct HostileAddresses {
        /// Every address of every payload leads into the network; Slipway makes its own from the configuration.
        @Test func addressesInPayloadsAreNotUsed() async throws {
            let hook = try await SmallWebServer.start()
            let inside = try await SmallWebServer.start()
            try await World.with(.with { $0.hasWebhook = false }) { world in
                await world.github.setAppWebhook(url: "http://127.0.0.1:\(hook.port)/", secret: World.webhookSecret)
                let site = try await world.createRepository("acme/site")
                try await Self.forward("repository", in: world, to: inside)
                try await site.becomes("active")
                for environment in Repository.environments {
                    let spec = await site.gitRepository(environment)?["spec"]
                    #expect(spec?["url"]?.string == "\(world.github.baseURL)/acme/site")
                }
                let broken = try await site.push(message: "Break", build: .failure(job: "image", step: "Build"))
                try await world.github.waitUntil("the build has ended", within: .seconds(60)) {
                    $0.deliveries().contains { $0.event == "workflow_run" && Self.isEnd($0, of: broken) }
                }
                try await Self.forward("workflow_run", in: world, to: inside)
                let comment = try await site.comment(on: broken, says: "job `image`, step `Build`")
                #expect(comment.contains("**What to do:**"))
                try await site.isQuiet()
                #expect(inside.connections == 0)
            }
            await hook.stop()
            await inside.stop()
        }

        private static func isEnd(_ delivery: HookDelivery, of commit: String) -> Bool {
            delivery.action == "completed" && String(decoding: delivery.payload, as: UTF8.self).contains(commit)
        }

        /// Sends on what GitHub had to say, with another host in every address.
        private static func forward(_ event: String, in world: World, to server: SmallWebServer) async throws {
            try await world.github.waitUntil("GitHub has told everything", within: .seconds(60)) {
                !$0.hasPendingDeliveries
            }
            let told = await world.github.deliveries().filter { $0.event == event }
            #expect(!told.isEmpty)
            for delivery in told {
                let text = String(decoding: delivery.payload, as: UTF8.self)
                    .replacing("\\/", with: "/").replacing(
                        world.github.baseURL, with: "http://127.0.0.1:\(server.port)")
                let payload = try JSONValue(parsing: text.utf8)
                #expect(payload["repository"]?["clone_url"]?.string?.contains(":\(server.port)/") == true)
                #expect(try await world.deliver(event, Data(text.utf8)) == 202)
            }
        }

        /// What a project writes about mirrors is its own: only the operator's configuration says where Flux fetches.
        @Test func aRepositoryCannotSayWhereItIsFetchedFrom() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let url = "http://169.254.169.254/latest"
                let configuration = GitFile(Data("sourceURL: \(url)/{owner}/{name}.git\nsourceUsername: x\n".utf8))
                let source = """
                    apiVersion: source.toolkit.fluxcd.io/v1
                    kind: GitRepository
                    metadata: { name: "\(site.project)-repo" }
                    spec: { interval: 1m, url: "\(url)" }

                    """
                let path = "k8s/base/kustomization.yaml"
                let base = try #require(try await world.github.files(of: site.name)[path])
                let listed = String(decoding: base.content, as: UTF8.self).replacing(
                    "  - service.yaml", with: "  - service.yaml\n  - source.yaml")
                let commit = try await site.push([
                    "slipway.yaml": configuration, ".slipway.yaml": configuration, path: GitFile(Data(listed.utf8)),
                    "k8s/base/source.yaml": GitFile(Data(source.utf8)),
                ])
                _ = try await site.comment(on: commit, says: "**What to do:**")
                try await site.isQuiet()
                for environment in Repository.environments {
                    let spec = await site.gitRepository(environment)?["spec"]
                    #expect(spec?["url"]?.string == "\(world.github.baseURL)/acme/site")
                }
            }
        }
    }
}
