import Foundation
import Testing

extension EndToEnd {
    /// Where nothing is set up yet, `slipway serve` says what to run, in order, and ends with status 1.
    @Suite struct FirstStart {
        @Test func noConfiguration() async throws {
            try await World.withNothing { world in
                let result = try await world.command(["serve"])
                #expect(result.status == .exited(1))
                #expect(
                    result.output == """
                        slipway: nothing is configured yet: there is no slipway.yaml here, and neither --config nor \
                        SLIPWAY_CONFIG names another file.
                                 Run these, in this order:
                                 1. slipway init        writes it from a few questions.
                                 2. slipway app create  registers the GitHub App and writes its key and webhook secret; \
                        then install it.
                                 3. slipway doctor      looks at everything that Slipway needs.
                                 4. slipway serve       starts Slipway.

                        """)
            }
        }

        @Test func aConfigurationThatIsNotThere() async throws {
            try await World.withNothing { world in
                let result = try await world.command(["serve", "--config", "here.yaml"])
                #expect(result.status == .exited(1))
                #expect(result.output.hasPrefix("slipway: nothing is configured yet: there is no here.yaml.\n"))
                #expect(result.output.contains(" 2. slipway app create --config here.yaml  registers "))
            }
        }

        @Test func noApp() async throws {
            try await World.withNothing { world in
                _ = try await world.command(["init", "--organization", "acme", "--yes"])
                let result = try await world.command(["serve"])
                #expect(result.status == .exited(1))
                #expect(
                    result.output == """
                        slipway: slipway.yaml names no GitHub App and no token yet.
                                 Run these, in this order:
                                 1. slipway app create  registers the GitHub App and writes its key and webhook secret; \
                        then install it.
                                 2. slipway doctor      looks at everything that Slipway needs.
                                 3. slipway serve       starts Slipway.

                        """)
                try await world.change("# comments: all", to: "comments: sometimes")
                #expect(try await world.command(["serve"]).output.contains("comments is \"sometimes\".\n"))
            }
        }
    }
}
