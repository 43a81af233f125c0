import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// From nothing to the first project, with the commands of `Deploy/README.md` and a person at a browser.
    @Suite struct Installing {
        @Test func fromNothingToTheFirstProject() async throws {
            try await World.withNothing { world in
                let guide = try InstallGuide()
                let file = world.configurationFile.path
                let start = try guide.command("init").with("--config", file)
                    .with("--kubeconfig", world.folder.appending(path: "kubeconfig").path)
                    .with("--github", world.github.baseURL).with("--cluster-issuer", "letsencrypt")
                    .with("--registry-username", "slipway-bot")
                    .with("--registry-password-file", world.folder.appending(path: "registry-token").path)
                let begun = try await world.command(start)
                #expect(begun.status == .exited(0), "\(begun.output)")
                #expect(begun.output.contains("1. slipway app create --config \(file) --organization acme"))
                #expect(try world.mode(of: "slipway.yaml") == 0o600)

                let create = try guide.command("app", "create").with("--config", file)
                    .with("--url", "http://127.0.0.1:9").with("--github", world.github.baseURL).with("--port", "0")
                let (program, page) = try await world.beginRegistering(create)
                let browser = SimulatedBrowser()
                let back = try await browser.register(from: page, name: "acme's Slipway")
                let last = try await browser.open(try #require(back.location))
                #expect(last.status == 200 && last.body.contains("acme&#39;s Slipway is registered"))
                #expect(try await program.end() == .exited(0))
                #expect(program.output.contains("✅ acme's Slipway (App 1001) is registered and belongs to acme."))
                #expect(program.output.contains("\(world.github.baseURL)/apps/acme-s-slipway/installations/new"))
                #expect(program.output.contains("2. slipway doctor --config \(file)   looks at everything"))
                #expect(!program.output.contains("BEGIN"))
                #expect(
                    try world.files("app-", "slipway") == [
                        "app-1001.pem", "app-1001.webhook-secret", "slipway.yaml",
                    ])
                for name in try world.files("app-", "slipway.yaml") { #expect(try world.mode(of: name) == 0o600) }

                let check = try await world.slipway(
                    "config", "check", "--set", "registry.host=\(world.github.registryHost)")
                #expect(check.status == .exited(0), "\(check.output)")

                try await world.github.installApp(on: "acme")
                try await world.start(environment: ["SLIPWAY_REGISTRY_HOST": world.github.registryHost])
                let webhooks = try #require(await world.addresses?.webhooks)
                await world.github.moveAppWebhook(to: webhooks)
                let site = try await world.createRunningRepository("acme/site")
                let head = try await site.head
                _ = try await site.comment(on: head, says: "| production | ✅ ready")

                let doctor = try await world.command(
                    ["doctor", "--config", file], environment: ["SLIPWAY_REGISTRY_HOST": world.github.registryHost])
                for line in ["credential", "permissions", "installations", "events", "at GitHub", "rights"] {
                    #expect(doctor.output.contains("✓ \(line) "), "\(line): \(doctor.output)")
                }
            }
        }

        @Test func ctrlCEndsItAndNothingIsWritten() async throws {
            try await World.withNothing { world in
                let (program, page) = try await world.beginRegistering(
                    world.creating + ["--github", world.github.baseURL])
                #expect(try await SimulatedBrowser().open(page).status == 200)
                program.signal(SIGINT)
                #expect(try await program.end() == .exited(130))
                #expect(program.output.contains("slipway: stopped. Nothing was written."))
                #expect(try world.files("app-", "slipway") == [])
                await #expect(throws: (any Error).self) { try await SimulatedBrowser().open(page) }
            }
        }

        @Test func aPortThatIsTaken() async throws {
            try await World.withNothing { world in
                let port = try #require(world.github.baseURL.split(separator: ":").last)
                let result = try await world.command(
                    world.creating + ["--github", world.github.baseURL, "--port", String(port)])
                #expect(result.status == .exited(1))
                #expect(
                    result.output == """
                        slipway: cannot listen on 127.0.0.1:\(port): address already in use.
                                 Stop the process that uses it, or set --port to another address.

                        """)
            }
        }

        @Test func whatIsMissingIsSaid() async throws {
            try await World.withNothing { world in
                let noAddress = try await world.command(["app", "create", "--organization", "acme"])
                #expect(noAddress.status == .exited(1))
                #expect(noAddress.output.hasPrefix("slipway: GitHub has to know where it reaches Slipway.\n"))
                let noFolder = try await world.command(
                    world.creating + ["--github", world.github.baseURL, "--config", "none/slipway.yaml"])
                let place = "\(world.folder.path)/none"
                #expect(noFolder.output.hasPrefix("slipway: nothing can be written in \(place): no such file"))
                let variable = try await world.command(world.creating, environment: ["SLIPWAY_GITHUB_APP_ID": "5"])
                #expect(variable.output.hasPrefix("slipway: the environment variable SLIPWAY_GITHUB_APP_ID is set"))
                let noOwner = try await world.command(["init"])
                #expect(noOwner.status == .exited(1))
                #expect(
                    noOwner.output == """
                        slipway: whose repositories should be set up is not said, and there is no terminal to ask on.
                                 Say so with --organization acme; slipway init --help lists what else can be said.

                        """)
                #expect(try world.files("app-", "slipway") == [])
            }
        }

        @Test func aConfigurationThatIsThereIsKept() async throws {
            try await World.withNothing { world in
                #expect(try await world.command(["init", "--organization", "acme", "--yes"]).status == .exited(0))
                let before = try String(contentsOf: world.configurationFile, encoding: .utf8)
                let again = try await world.command(["init", "--organization", "other", "--yes"])
                #expect(again.status == .exited(1))
                #expect(again.output.hasPrefix("slipway: \(world.configurationFile.path) exists already.\n"))
                #expect(try String(contentsOf: world.configurationFile, encoding: .utf8) == before)
                let anew = try await world.command(["init", "--organization", "other", "--yes", "--replace"])
                #expect(anew.status == .exited(0))
                #expect(try String(contentsOf: world.configurationFile, encoding: .utf8).contains("other/*"))
                let template = try await world.command(
                    ["init", "--organization", "acme", "--template", "no-such", "--yes", "--replace"])
                #expect(template.status == .exited(1) && template.output.contains("no-such"))
            }
        }
    }
}

extension World {
    fileprivate nonisolated var creating: [String] {
        ["app", "create", "--organization", "acme", "--url", "http://127.0.0.1:9"]
    }
}
