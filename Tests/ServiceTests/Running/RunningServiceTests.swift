import AsyncHTTPClient
import Foundation
import Simulation
import Storage
import Testing

@testable import Service

@Suite("The whole service")
struct RunningServiceTests {
    /// Runs a service on free ports while `body` runs.
    func running(
        _ flags: [String: String], _ folder: TemporaryFolder,
        _ body: @escaping @Sendable (BoundAddresses) async throws -> Void
    ) async throws {
        let all = [
            "listen": "127.0.0.1:0", "operations": "127.0.0.1:0", "data": folder.path + "/data",
            "github.webhookSecrets": "secret",
        ].merging(flags) { $1 }
        let configuration = try Configuration.load(file: nil, flags: all, workingFolder: folder.path)
        var options = ServiceOptions()
        options.outboxSpacing = .zero
        options.healthInterval = .milliseconds(100)
        let service = try await RunningService.build(configuration, options: options, logger: .silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            group.addTask {
                do {
                    try await body(service.addresses())
                } catch {
                    await service.shutdown()
                    throw error
                }
                await service.shutdown()
            }
            try await group.waitForAll()
        }
    }

    /// With the token that the service made.
    static func request(_ url: String, _ folder: TemporaryFolder) throws -> HTTPClientRequest {
        let token = try String(contentsOfFile: folder.path + "/data/api-token", encoding: .utf8)
        return OperationsFixture.request(url, token: token.trimmingCharacters(in: .newlines))
    }

    static func templates(in folder: TemporaryFolder) throws -> String {
        let template = folder.path + "/templates/plain"
        try FileManager.default.createDirectory(atPath: template, withIntermediateDirectories: true)
        try folder.write("name: plain\ndescription: One file.\n", to: "templates/plain/template.yaml")
        try folder.write("# <% name %>\n", to: "templates/plain/README.md")
        return folder.path + "/templates"
    }

    static func kubeconfig(server: String, in folder: TemporaryFolder) throws -> String {
        try folder.write(
            """
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{ name: test, cluster: { server: "\(server)" } }]
            contexts: [{ name: test, context: { cluster: test, user: test } }]
            users: [{ name: test, user: { token: t } }]
            """, to: "kubeconfig")
    }

    @Test func withGitHubAndClusterAwayItStartsAndStoresAndSaysSo() async throws {
        let folder = try TemporaryFolder()
        // Port 9 (discard) of this machine answers nobody.
        let flags = [
            "github.api": "http://127.0.0.1:9", "github.token": "t", "templates": try Self.templates(in: folder),
            "cluster.kubeconfig": try Self.kubeconfig(server: "http://127.0.0.1:9", in: folder),
            "projects": "[{ match: 'acme/*', template: plain }]",
        ]
        try await running(flags, folder) { addresses in
            let url = "http://\(addresses.listen)/webhooks/github"
            let answer = try await send(
                IntakeTests.delivery(to: url, DispatcherTests.created(), secret: "secret", event: "repository"))
            #expect(answer.status == 202)
            let ready = "http://\(addresses.operations)/readyz"
            try await eventually("both are named") {
                let checks = try await send(HTTPClientRequest(url: ready)).json(OperationsTests.Readiness.self).checks
                return [checks["github"], checks["cluster"]].allSatisfy {
                    $0?.ok == false && $0?.reason != "not checked yet"
                }
            }
            let list = "http://\(addresses.operations)/api/deliveries/g-1"
            try await eventually("the delivery became a run") {
                try await send(Self.request(list, folder)).text.contains("SetUpProject")
            }
        }
        // What was accepted is on disk after the process ended.
        let database = try await Database.readOnly(at: URL(filePath: folder.path + "/data"))
        let run = try await database.read { try $0.runs.find(key: "setup:42") }
        #expect(run?.state.isFinished == false)
    }

    @Test func aCreatedRepositoryArrivesInTheCluster() async throws {
        let folder = try TemporaryFolder()
        let github = try await SimulatedGitHub.start(.init())
        let cluster = try await SimulatedCluster.start(.init(), sources: github, images: github)
        let flags = [
            "github.api": github.apiURL, "github.web": github.baseURL, "github.app.id": "\(github.app.id)",
            "github.app.privateKeyFile": try folder.write(github.app.privateKeyPEM, to: "app.pem"),
            "cluster.kubeconfig": try folder.write(cluster.kubeconfig, to: "kubeconfig"),
            "templates": try Self.templates(in: folder), "projects": "[{ match: 'acme/*', template: plain }]",
        ]
        try await running(flags, folder) { addresses in
            await github.setAppWebhook(url: "http://\(addresses.listen)/webhooks/github", secret: "secret")
            try await github.createRepository("acme/web-shop")
            let project = "http://\(addresses.operations)/api/projects/acme/web-shop"
            try await eventually("the project is active", within: .seconds(60)) {
                try await send(Self.request(project, folder)).text.contains("\"state\" : \"active\"")
            }
            let ready = try await send(HTTPClientRequest(url: "http://\(addresses.operations)/readyz"))
            #expect(ready.status == 200, "\(ready.text)")
            let kustomizations = await cluster.objects("Kustomization", namespace: nil)
            #expect(kustomizations.count == 3)
        }
        await cluster.stop()
        await github.shutdown()
    }

    @Test func anUnknownTemplateIsNamedAtTheStart() async throws {
        let folder = try TemporaryFolder()
        let flags = [
            "github.token": "t", "templates": try Self.templates(in: folder),
            "cluster.kubeconfig": try Self.kubeconfig(server: "http://127.0.0.1:9", in: folder),
            "projects": "[{ match: 'acme/*', template: plane }]",
        ]
        await #expect(throws: StartFailure.self) { try await running(flags, folder) { _ in } }
    }

    @Test func aMissingKubeconfigIsNamedAtTheStart() async throws {
        let folder = try TemporaryFolder()
        let flags = [
            "github.token": "t", "templates": try Self.templates(in: folder),
            "cluster.kubeconfig": folder.path + "/nowhere", "projects": "[]",
        ]
        await #expect(throws: StartFailure.self) { try await running(flags, folder) { _ in } }
    }
}
