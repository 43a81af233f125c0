import Foundation
import GRDB
import Simulation
import Storage

@testable import Service

/// Something that is wrong with what Slipway stands on, and the report about it.
enum Ailment: CaseIterable, Sendable {
    case none, gitHubLimited, clusterFails, bothHang
    case noFlux, fluxOff, fluxUnready, fluxGone, fluxOpen, fluxFlagged, noRights, clusterAway, clusterToken,
        noCredential, noKubeconfig,
        noPlugin
    case noCertManager, issuerUnknown, ingressUnknown, noClasses
    case githubAway, wrongKey, unknownApp, permissionsUnasked, permissionsUnaccepted, eventMissing
    case hookMissing, hookSecretMissing, clock
    case tokenFineGrained, tokenClassic, tokenWeak, tokenExpiring, tokenRevoked
    case registryRefuses, registryAway, registryScope, registryFineGrained, registryPublic, registryOfOwner
    case nothingConfigured, wrongSettings, wrongAddress
    case databaseSound, databaseEmpty, databaseDamaged, databaseOfOtherVersion, databaseFromTheFuture

    func report() async throws -> DoctorReport {
        switch self {
        case .none, .githubAway, .clusterAway: try await reachability()
        case .gitHubLimited, .clusterFails, .bothHang: try await trouble()
        case .noFlux, .fluxOff, .fluxUnready, .fluxGone, .fluxOpen, .fluxFlagged: try await flux()
        case .noRights, .clusterToken, .noCredential, .noKubeconfig, .noPlugin: try await clusterUser()
        case .noCertManager, .issuerUnknown, .ingressUnknown, .noClasses: try await surroundings()
        case .wrongKey, .unknownApp, .permissionsUnasked, .permissionsUnaccepted: try await app()
        case .eventMissing, .hookMissing, .hookSecretMissing: try await hook()
        case .tokenFineGrained, .tokenClassic, .tokenWeak, .tokenExpiring, .tokenRevoked: try await token()
        case .registryRefuses, .registryAway, .registryScope, .registryFineGrained, .registryPublic,
            .registryOfOwner:
            try await registry()
        case .nothingConfigured, .wrongSettings, .wrongAddress, .clock: try await settings()
        case .databaseSound, .databaseEmpty, .databaseDamaged, .databaseOfOtherVersion, .databaseFromTheFuture:
            try await database()
        }
    }

    /// Port 9 (discard) of this machine answers nobody.
    private static let nowhere = "http://127.0.0.1:9"

    private func reachability() async throws -> DoctorReport {
        try await Patient.with { patient in
            switch self {
            case .githubAway: return try await patient.examine(["github.api": Self.nowhere])
            case .clusterAway:
                let nowhere = Self.nowhere.replacing("http:", with: "https:")
                let away = patient.cluster.kubeconfig.replacing(patient.cluster.url, with: nowhere)
                return try await patient.examine(["cluster.kubeconfig": patient.folder.write(away, to: "away")])
            default: return try await patient.examine()
            }
        }
    }

    private func trouble() async throws -> DoctorReport {
        try await Patient.with { patient in
            guard self != .bothHang else {
                for path in ["^/rate_limit", "/readyz"] {
                    let hang = Fault(.delay(.seconds(600)), path: path, times: nil)
                    await patient.github.inject(hang)
                    await patient.cluster.add(hang)
                }
                return try await patient.examine(callLimit: .milliseconds(300))
            }
            let refusal = #"{"message": "You have exceeded a secondary rate limit"}"#
            await patient.github.inject(
                Fault(.answer(status: 403, body: refusal, headers: ["Retry-After": "60"]), path: "^/app/installations"))
            await patient.cluster.add(
                Fault(.answer(status: 500, body: "out of order"), path: "ingressclasses", times: nil))
            return try await patient.examine()
        }
    }

    private func flux() async throws -> DoctorReport {
        let kinds: [Ailment: (Int, Int)] = [.fluxOff: (0, 0), .fluxUnready: (1, 0)]
        return try await Patient.with(cluster: { options in
            options.installsFlux = self != .noFlux
            if self == .fluxGone { options.fluxControllers = [] }
            if [.fluxOpen, .fluxFlagged].contains(self) { options.admissionPolicies = [] }
            if self == .fluxFlagged {
                let flags = ["--no-cross-namespace-refs=true", "--default-service-account=default"]
                options.fluxControllers = options.fluxControllers.map {
                    .init(name: $0.name, version: $0.version, arguments: flags)
                }
            }
            guard let (replicas, ready) = kinds[self] else { return }
            options.fluxControllers = options.fluxControllers.map {
                .init(name: $0.name, version: $0.version, replicas: replicas, ready: ready)
            }
        }) { try await $0.examine() }
    }

    private func clusterUser() async throws -> DoctorReport {
        try await Patient.with(cluster: { options in
            if self == .noRights {
                options.users = [ClusterUser(token: "bot-token", name: "system:serviceaccount:ops:bot", rules: [])]
            }
        }) { patient in
            guard self != .noKubeconfig else { return try await patient.examine(["cluster.kubeconfig": "/none"]) }
            guard self != .noRights else { return try await patient.examine() }
            let plugin =
                "\n    exec: { apiVersion: client.authentication.k8s.io/v1, command: /none, interactiveMode: Never }"
            let token = self == .clusterToken ? "\n    token: another" : self == .noPlugin ? plugin : " {}"
            let changed = patient.cluster.kubeconfig.replacing(
                "\n    token: \(ClusterUser.administrator.token)", with: token)
            return try await patient.examine(["cluster.kubeconfig": patient.folder.write(changed, to: "changed")])
        }
    }

    private func surroundings() async throws -> DoctorReport {
        try await Patient.with(cluster: { options in
            if self == .noCertManager { options.clusterIssuers = nil }
            if self == .noClasses { (options.ingressClasses, options.storageClasses) = ([], []) }
        }) { patient in
            switch self {
            case .issuerUnknown: try await patient.examine(["cluster.clusterIssuer": "other"])
            case .ingressUnknown: try await patient.examine(["cluster.ingressClass": "traefik"])
            default: try await patient.examine()
            }
        }
    }

    private func app() async throws -> DoctorReport {
        let weak = ["contents": "read", "metadata": "read", "actions": "read", "deployments": "write"]
        return try await Patient.with(github: { options in
            if self == .permissionsUnasked { options.appPermissions = weak }
        }) { patient in
            switch self {
            case .wrongKey: return try await patient.examine(["github.app.privateKey": AppCredentials.formerKeyPEM])
            case .unknownApp: return try await patient.examine(["github.app.id": "7"])
            case .permissionsUnaccepted: try await patient.github.setPermissions(of: "acme", weak)
            default: break
            }
            return try await patient.examine()
        }
    }

    private func hook() async throws -> DoctorReport {
        try await Patient.with { patient in
            switch self {
            case .eventMissing:
                await patient.github.setAppWebhook(url: SweepFixture.nowhere, secret: "s", events: ["push"])
            case .hookSecretMissing: await patient.github.setAppWebhook(url: SweepFixture.nowhere, secret: "")
            default: await patient.github.setAppWebhook(url: "", secret: "")
            }
            return try await patient.examine()
        }
    }

    private func token() async throws -> DoctorReport {
        try await Patient.with { patient in
            let github = patient.github
            await github.addOrganizationHook("acme", url: SweepFixture.nowhere, secret: "s")
            var hooks = SimulatedGitHub.usualPermissions
            hooks["organization_hooks"] = "write"
            let token: String
            switch self {
            case .tokenClassic:
                token = await github.createClassicToken(scopes: ["repo", "workflow", "admin:org_hook"])
            case .tokenWeak: token = await github.createClassicToken(scopes: ["repo"])
            case .tokenExpiring: token = try await github.createToken(permissions: hooks, expiresIn: 3 * 86_400)
            case .tokenRevoked: token = "ghp_revoked"
            default: token = try await github.createToken(permissions: hooks)
            }
            return try await patient.examine(patient.settings(token: token))
        }
    }

    private func registry() async throws -> DoctorReport {
        try await Patient.with { patient in
            switch self {
            case .registryScope:
                let token = await patient.github.createClassicToken(scopes: ["repo"])
                return try await patient.examine(["registry.password": token])
            case .registryFineGrained:
                return try await patient.examine(["registry.password": try await patient.github.createToken()])
            case .registryPublic:
                return try await patient.examine(["registry.username": nil, "registry.password": nil])
            case .registryOfOwner:
                let token = await patient.github.createClassicToken(scopes: ["read:packages"])
                return try await patient.examine([
                    "registries": """
                    - { owner: acme, username: acme-bot, password: \(token) }
                    - { owner: globex, username: globex-bot, password: ghp_none }
                    """
                ])
            case .registryAway: return try await patient.examine(["registry.host": "127.0.0.1:9"], atRegistry: false)
            default: return try await patient.examine(["registry.password": "ghp_none"])
            }
        }
    }

    private func settings() async throws -> DoctorReport {
        try await Patient.with { patient in
            switch self {
            case .clock: return try await patient.examine(now: Date().addingTimeInterval(3600))
            case .wrongAddress: return try await patient.examine(["github.api": "github.example.com"])
            case .wrongSettings:
                return try await patient.examine([
                    "comments": "sometimes", "projects": nil, "cluster.domain": nil,
                    "cluster.clusterIssuer": nil,
                    "templates": "\(patient.folder.path)/none", "github.webhookSecrets": "short",
                ])
            default:
                let draft = try Configuration.draft(file: nil, workingFolder: patient.folder.path)
                return await Doctor(draft, checkLimit: .seconds(600)).examine()
            }
        }
    }

    private func database() async throws -> DoctorReport {
        try await Patient.with { patient in
            let folder = URL(filePath: "\(patient.folder.path)/data")
            let database = try await Storage.Database.open(at: folder)
            try await database.write { transaction in
                guard self != .databaseEmpty else { return }
                let received = self == .databaseFromTheFuture ? Date().addingTimeInterval(7200) : Date()
                _ = try transaction.deliveries.append(
                    ReceivedDelivery(guid: "1", event: "push", body: Data(count: 100_000), received: received))
            }
            try database.close()
            if self == .databaseOfOtherVersion { try await Self.pretendNewer(folder.appending(path: "slipway.sqlite")) }
            if self == .databaseDamaged { try Self.damage(folder.appending(path: "slipway.sqlite")) }
            return try await patient.examine()
        }
    }

    private static func pretendNewer(_ file: URL) async throws {
        let raw = try DatabaseQueue(path: file.path)
        try await raw.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')") }
        try raw.close()
    }

    private static func damage(_ file: URL) throws {
        let handle = try FileHandle(forWritingTo: file)
        let length = try handle.seekToEnd()
        try handle.seek(toOffset: 4096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: Int(length) - 4096))
        try handle.close()
    }
}
