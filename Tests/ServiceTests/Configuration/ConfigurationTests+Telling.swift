import Automations
import Foundation
import Redaction
import Service
import Storage
import Testing

/// Values that contradict something, names that mean nothing, and what is shown of it all.
extension ConfigurationTests {
    @Test func whatGitHubMayStillRedeliverIsNotForgotten() throws {
        #expect(try load(Self.least + "retention: { deliveries: 72h }").retention == .seconds(3 * 86_400))
        #expect(
            problems(Self.least + "retention: { deliveries: 2d }") == [
                "slipway.yaml:2:26: retention.deliveries is too short. | It should be 3d or more: GitHub redelivers for "
                    + "three days, and a delivery that comes again must be recognised."
            ])
        for text in ["30", "soon", "5m"] {
            #expect(
                problems(Self.least + "retention: { deliveries: \(text) }") == [
                    "slipway.yaml:2:26: retention.deliveries is \"\(text)\". | It should be a time in days or hours, such "
                        + "as 30d or 96h."
                ])
        }
    }

    @Test func problemsOfVariablesAndFlagsAreNamedAfterThem() {
        #expect(
            problems(Self.least, environment: ["SLIPWAY_COMMENTS": "al"], flags: ["listen": "x"]) == [
                "--listen: listen is \"x\". | It should be HOST:PORT, such as 0.0.0.0:8080, with a port up to 65535.",
                "SLIPWAY_COMMENTS: comments is \"al\". | It should be one of all, failures, none. Did you mean \"all\"?",
            ])
        #expect(
            problems(Self.least, environment: ["SLIPWAY_PROJECTS": "acme/*"]) == [
                "SLIPWAY_PROJECTS: projects should be a list of rules. | Write each as: - { match: \"acme/*\", template: "
                    + "static-site }."
            ])
    }

    @Test func aMisspelledVariableIsAWarningAndKubernetesOwnVariablesAreNot() throws {
        let configuration = try load(
            Self.least + "projects: [ { match: a/*, template: b } ]\ncluster: { domain: x.y }\n",
            environment: ["SLIPWAY_GITHUB_APPID": "1", "SLIPWAY_SERVICE_HOST": "10.0.0.1", "SLIPWAY_PORT": "tcp://x"])
        #expect(
            configuration.warnings == [
                "the environment variable SLIPWAY_GITHUB_APPID is unknown. Did you mean SLIPWAY_GITHUB_APP_ID?"
            ])
    }

    @Test func theSummaryShowsNoSecret() throws {
        let configuration = try load(
            "github: { token: tok-123, webhookSecrets: [ hook-456 ] }\nregistry: { username: bot, password: reg-789 }\n"
        )
        let summary = configuration.summary
        #expect(summary.contains("github credential"))
        for secret in ["tok-123", "hook-456", "reg-789"] {
            #expect(!summary.contains(secret))
            #expect(!"\(configuration)".contains(secret))
        }
    }
}
