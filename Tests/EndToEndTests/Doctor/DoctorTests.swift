import Foundation
import GRDB
import Simulation
import Testing

extension EndToEnd {
    /// `slipway doctor` as a person runs it: the real program, beside the one that serves or before it.
    @Suite struct Doctor {
        @Test func allIsWellWhileItServes() async throws {
            try await World.withHealth { world in
                try await world.createRunningRepository("acme/site").isQuiet()
                let result = try await world.doctor()
                #expect(result.status == .exited(0), "\(result.output)")
                #expect(!result.output.contains("✗") && !result.output.contains("!") && !result.output.contains("–"))
                #expect(result.output.contains("✓ deliveries "))
                #expect(result.output.contains("✓ source-controller     v1.6.2 runs in flux-system."))
                #expect(result.output.contains("✓ integrity             Every page is sound"))
                #expect(result.output.hasSuffix("29 well.\n"))
                #expect(await world.program?.ending == nil)
            }
        }

        @Test func nothingIsConfiguredYet() async throws {
            try await World.with(.stopped) { world in
                try FileManager.default.removeItem(at: world.configurationFile)
                let result = try await world.doctor("--set", "github.api=\(world.github.apiURL)", inFile: false)
                #expect(result.status == .exited(2))
                #expect(result.output.contains("✗ settings              no credential for GitHub is configured.\n"))
                #expect(result.output.contains("Make one with `openssl rand -hex 32`"))
                #expect(result.output.contains("✗ reachable             This is not a pod of a cluster"))
                #expect(result.output.contains("✓ integrity             There is none yet"))
            }
        }

        @Test func aConfigurationThatCannotBeRead() async throws {
            try await World.with(.stopped) { world in
                try FileManager.default.removeItem(at: world.configurationFile)
                let result = try await world.doctor()
                #expect(result.status == .exited(2))
                #expect(result.output.contains("✗ settings    cannot read the configuration "))
                #expect(result.output.contains("– everything  Not checked: the configuration cannot be read."))
            }
        }

        /// Three clusters, three different reports.
        @Test func clustersThatAreNotReady() async throws {
            try await World.withHealth({ $0.cluster.installsFlux = false }) { world in
                let found = try await world.complaints()
                #expect(found == ["cluster/Flux types"])
            }
            try await World.withHealth({
                $0.cluster.users = [ClusterUser(token: "t", name: "bot", rules: [])]
            }) { world in
                #expect(try await world.complaints() == ["cluster/rights"])
                let text = try await world.doctor().output
                #expect(
                    text.contains(
                        "bot may do none of the 61 things that Slipway does; missing: get, list, watch, create, patch, "
                    ))
                #expect(
                    text.contains("kubectl create clusterrolebinding slipway-user --clusterrole=slipway --user='bot'"))
            }
            try await World.withHealth { world in
                await world.cluster.stop()
                let found = try await world.complaints()
                #expect(found == ["cluster/reachable"])
                let text = try await world.doctor().output
                #expect(text.contains("get --raw /readyz"))
            }
        }

        /// Flux would do with all rights what a project writes, and nothing keeps it from that.
        @Test func fluxThatIsOpenToProjects() async throws {
            try await World.withHealth({ $0.cluster.admissionPolicies = [] }) { world in
                #expect(try await world.complaints() == ["cluster/Flux lockdown"])
                let text = try await world.doctor().output
                #expect(
                    text.contains("kustomize-controller lacks --default-service-account and --no-cross-namespace-refs"))
                #expect(text.contains("kubectl apply -f Deploy/base/admission.yaml"))
            }
        }

        @Test func gitHubThatIsSetUpWrongly() async throws {
            try await World.withHealth { world in
                let address = try #require(await world.addresses?.webhooks)
                await world.github.setAppWebhook(
                    url: address.replacing("/webhooks/github", with: "/hooks"), secret: World.webhookSecret,
                    events: ["push", "repository"])
                try await world.github.setPermissions(of: "acme", ["contents": "write", "metadata": "read"])
                #expect(
                    try await world.complaints() == ["GitHub/permissions", "GitHub/events", "GitHub/webhook address"])
                try await world.write(AppCredentials.formerKeyPEM, to: "app.pem")
                #expect(try await world.complaints() == ["GitHub/credential"])
            }
        }

        @Test func aWrongSecretAtGitHub() async throws {
            try await World.withHealth { world in
                let address = try #require(await world.addresses?.webhooks)
                await world.github.setAppWebhook(url: address, secret: "another one")
                try await world.github.createRepository("acme/site")
                try await world.refusesSome()
                #expect(try await world.complaints() == ["GitHub/deliveries"])
                #expect(try await world.doctor().output.contains("Slipway did not accept the signature (401)"))
            }
        }

        @Test func aClockThatIsWrong() async throws {
            try await World.withHealth { world in
                let result = try await world.doctor("--json", environment: ["SLIPWAY_CLOCK_AHEAD": "3600"])
                #expect(try World.complaints(result) == ["GitHub/clock", "clock/cluster"])
                // An answer that takes long leaves room for a minute.
                #expect(result.output.contains(/This machine's clock is (59|60) min ahead of GitHub's\./))
            }
        }

        @Test func aDamagedDatabase() async throws {
            try await World.withHealth { world in
                try await world.createRunningRepository("acme/site").isQuiet()
                try await world.damageTheDatabase()
                #expect(try await world.complaints() == ["database/integrity"])
            }
        }

        @Test(.enabled(if: SmallDisk.isAllowed, "a small disk may not be mounted here"))
        func aFullDisk() async throws {
            try await World.withSmallDisk { world, disk in
                try await world.becomesHealthy()
                try disk.fill()
                let result = try await world.doctor()
                #expect(result.status == .exited(2))
                #expect(result.output.contains("✗ space                 Only 0 B of "))
            }
        }

        @Test func secretsAreNotPrinted() async throws {
            try await World.withHealth { world in
                let text = try await world.doctor().output + world.doctor("--json").output
                let token = try String(contentsOf: world.folder.appending(path: "registry-token"), encoding: .utf8)
                for secret in [
                    token, World.webhookSecret, ClusterUser.administrator.token, "PRIVATE KEY", "ghs_", "eyJ",
                ] {
                    #expect(!text.contains(secret))
                }
            }
        }
    }
}

extension World {
    /// A world in which the doctor finds nothing, if nothing is spoilt.
    static func withHealth(
        _ change: (inout Options) -> Void = { _ in }, _ body: @escaping @Sendable (World) async throws -> Void
    ) async throws {
        var options = Options()
        options.cluster.clusterIssuers = ["letsencrypt"]
        change(&options)
        try await with(options) { world in
            try await world.becomesHealthy()
            try await body(world)
        }
    }

    func becomesHealthy() async throws {
        if program == nil { try await start() }
        for login in ["acme", "topical"] { await github.createAccount(login, appInstalled: true) }
        try await github.waitUntil("the ping has arrived", within: .seconds(60)) { !$0.hasPendingDeliveries }
    }

    func doctor(
        _ arguments: String..., environment: [String: String] = [:], inFile: Bool = true
    ) async throws -> CommandResult {
        let file = inFile ? ["--config", configurationFile.path] : []
        return try await command(["doctor"] + arguments + file, environment: environment)
    }

    /// The lines that are not well, but for the room on the disk of whoever runs the tests.
    func complaints() async throws -> [String] { try Self.complaints(await doctor("--json")) }

    nonisolated static func complaints(_ result: CommandResult) throws -> [String] {
        let report = try JSONValue(parsing: result.output.utf8)
        let checks = report["checks"]?.array ?? []
        for check in checks { #expect(Set(check.object?.keys.map { $0 } ?? []) == keys) }
        let worst = report["result"]?.string ?? ""
        #expect(result.status == .exited(["ok": 0, "warning": 1, "failure": 2][worst] ?? 9))
        return checks.filter { ["warning", "failure"].contains($0["result"]?.string ?? "") }
            .map { "\($0["area"]?.string ?? "")/\($0["check"]?.string ?? "")" }.filter { $0 != "database/space" }
    }

    private nonisolated static let keys: Set = ["area", "check", "result", "sentence", "remedy"]
}
