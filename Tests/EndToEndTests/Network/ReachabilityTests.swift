import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Whether the address of an environment leads to it.
    @Suite struct Reachable {
        /// Every address leads to this port of this machine.
        static func options(_ port: Int, allow: String = "127.0.0.0/8") -> World.Options {
            .with {
                $0.environment = [
                    "SLIPWAY_REACHABILITY_CHECK": "on", "SLIPWAY_REACHABILITY_ALLOW": allow,
                    "SLIPWAY_EVERY_NAME": "127.0.0.1:\(port)",
                ]
            }
        }

        @Test func anAddressThatRefusesIsToldAndTheReleaseIsReadyAllTheSame() async throws {
            try await World.with(Self.options(9)) { world in
                let site = try await world.createRepository("acme/site")
                try await site.becomes("active")
                let head = try await site.head
                try await site.serves(head)
                let comment = try await site.comment(on: head, says: "production: it runs, but its address refuses")
                #expect(comment.contains("`site.apps.example.com` leads to `127.0.0.1:9`, and nothing listens there."))
                #expect(comment.contains("**What to do:** check that the DNS record leads to the ingress controller"))
                #expect(comment.contains("✅ ready, "))
                #expect(!comment.contains("❌"))
                for environment in Repository.environments {
                    try await world.waitFor("the status of \(environment) tells") {
                        let status = try await site.status(environment, on: head)
                        return status?.state == "success"
                            && status?.description == "ready, but its address refuses connections"
                    }
                }
            }
        }

        @Test func anAddressThatAnswersLaterIsToldNoMore() async throws {
            let server = try await SmallWebServer.start()
            var options = Self.options(server.port)
            options.clusterIssuer = nil
            server.setStatus("503 Service Unavailable")
            try await World.with(options) { world in
                let site = try await world.createRepository("acme/site")
                try await site.becomes("active")
                let head = try await site.head
                let comment = try await site.comment(on: head, says: "staging: it runs, but its address answers 503")
                #expect(comment.contains("not reachable"))
                server.setStatus("200 OK")
                try await world.waitFor("nothing of it is said any more") {
                    try await site.comments(on: head).allSatisfy { !$0.body.contains("but its address") }
                }
                try await site.isQuiet()
                #expect(try await site.status("staging", on: head)?.description?.hasPrefix("ready, but") == false)
            }
            await server.stop()
        }

        @Test func anAddressThatIsNotPublicIsLeftAlone() async throws {
            try await World.with(Self.options(9, allow: "10.0.0.0/8")) { world in
                let site = try await world.createRunningRepository("acme/site")
                let head = try await site.head
                let runs = try await site.report?["runs"]?.array ?? []
                #expect(runs.filter { $0["automation"]?.string == "CheckAddress" }.count == 3)
                #expect(try await site.comments(on: head).allSatisfy { !$0.body.contains("but its address") })
                #expect(try await site.status("production", on: head)?.description?.hasPrefix("ready, but") == false)
            }
        }
    }
}
