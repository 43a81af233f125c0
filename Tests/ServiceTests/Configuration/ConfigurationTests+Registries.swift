import Automations
import Foundation
import Redaction
import Testing

@testable import Service

extension ConfigurationTests {
    @Suite struct Registries {
        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
        }

        private func draft(_ registries: String, environment: [String: String] = [:]) throws -> ConfigurationDraft {
            let file = try folder.write(
                """
                github: { token: t, webhookSecrets: [ s ] }
                \(registries)
                """, to: "slipway.yaml")
            return try Configuration.draft(file: file, environment: environment, workingFolder: folder.path)
        }

        @Test func entriesAreReadInTheirOrderAndTheOldOneStaysForTheRest() throws {
            try folder.write("file-token\n", to: "acme-token")
            let settings = try draft(
                """
                registry: { username: all, password: p }
                registries:
                  - { match: "acme/web-*", host: images.example.com, username: web, password: w }
                  - { owner: acme, username: bot, passwordFile: acme-token }
                """
            ).settings
            #expect(settings.registries.map(\.key) == ["registries[0]", "registries[1]"])
            #expect(settings.registries.map { $0.match?.pattern } == ["acme/web-*", "acme/*"])
            #expect(settings.registries.map(\.host) == ["images.example.com", "ghcr.io"])
            #expect(settings.registries.map { $0.password?.value } == ["w", "file-token"])
            #expect(settings.registries[1].secret?.file == "\(folder.path)/acme-token")
            #expect(settings.registry(of: "globex/site").username == "all")
        }

        @Test func aVariableHoldsThemAsYAML() throws {
            let settings = try draft(
                "", environment: ["SLIPWAY_REGISTRIES": "- { owner: acme, username: bot, password: p }"]
            ).settings
            #expect(settings.registry(of: "acme/x").username == "bot")
        }

        @Test(arguments: [
            ("{ host: x }", "registries[0] has neither owner nor match."),
            ("{ owner: acme, match: acme }", "registries[0] has owner and match."),
            ("{ owner: acme/web }", "registries[0].owner is \"acme/web\"."),
            ("{ match: a/b/c }", "registries[0].match is \"a/b/c\"."),
            ("{ owner: acme, username: bot }", "registries[0].passwordFile is missing."),
            ("{ owner: acme, password: p }", "registries[0].username is missing."),
            (
                "{ owner: acme, username: b, password: p, passwordFile: f }",
                "registries[0].password and registries[0].passwordFile are both set."
            ),
            ("{ owner: acme, username: b, passwordFile: nowhere }", "cannot read the registry's password"),
            ("{ owner: \"\" }", "registries[0].owner is empty."),
            ("{ ownr: acme }", "unknown key \"ownr\" in registries."),
            ("acme", "a rule of registries should hold owner or match."),
        ])
        func whatIsWrongIsSaid(_ entry: String, _ what: String) throws {
            let problems = try draft("registries:\n  - \(entry)").problems
            #expect(problems.contains { $0.what.hasPrefix(what) && !$0.whatToDo.isEmpty }, "\(problems)")
        }

        @Test func noPasswordIsTold() throws {
            let summary = try draft("registries: [ { owner: acme, username: bot, password: hush } ]").configuration
                .summary
            #expect(summary.contains("registries[0]"))
            #expect(summary.contains("acme/* → ghcr.io as bot, password <redacted>"))
            #expect(!summary.contains("hush"))
        }
    }
}
