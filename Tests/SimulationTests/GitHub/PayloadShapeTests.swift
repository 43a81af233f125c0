import Foundation
import Simulation
import Testing

/// Payloads GitHub's octokit project publishes, beside a checkout of this package; absent elsewhere.
private let published = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/github-payloads")

@Suite(
    "Simulated payloads have the members of published ones",
    .enabled(if: FileManager.default.fileExists(atPath: published.path), "there are no published payloads here"))
struct PayloadShapeTests {
    /// The members of `expected`, objects only, that `actual` lacks. What GitHub writes as null may be anything.
    private func missing(_ expected: JSONValue, in actual: JSONValue?, at path: String = "") -> [String] {
        guard case .object(let members) = expected, !members.isEmpty else { return [] }
        guard let actual, case .object = actual else { return [path] }
        return members.sorted { $0.key < $1.key }.flatMap { name, value in
            actual[name] == nil ? ["\(path)/\(name)"] : missing(value, in: actual[name], at: "\(path)/\(name)")
        }
    }

    /// What a story with every kind of event sends, by event and action.
    private func story() async throws -> [String: JSONValue] {
        try await SimulatedGitHub.with { sink in
            await sink.inject(Fault(.answer(status: 202), path: "^/hook$", times: nil))
            return try await SimulatedGitHub.with { github in
                await github.setAppWebhook(url: "\(sink.baseURL)/hook", secret: "s")
                await github.createAccount("umbrella", appInstalled: false)
                try await github.installApp(on: "umbrella")
                try await github.createRepository("acme/web-shop")
                try await github.push(
                    to: "acme/web-shop", files: [".github/workflows/slipway.yml": "on: push"], message: "Build")
                try await github.addToInstallation(["acme/web-shop"])
                try await github.rename("acme/web-shop", to: "shop")
                try await github.waitUntil("all is told") { github in
                    !github.hasPendingDeliveries
                        && github.deliveries().contains { $0.event == "workflow_run" && $0.action == "completed" }
                }
                let deliveries = await github.deliveries()
                return try Dictionary(
                    deliveries.map { delivery in
                        let key = [delivery.event, delivery.action].compactMap(\.self).joined(separator: ".")
                        return (key, try JSONValue(parsing: delivery.payload))
                    }, uniquingKeysWith: { first, _ in first })
            }
        }
    }

    /// Members that GitHub no longer sends, that depend on how a repository is used, or that only some accounts have.
    private let waived = ["/ssh_url", "/license", "/sender", "/requester", "/installation/permissions/"]

    @Test("event by event")
    func members() async throws {
        let sent = try await story()
        let pairs = [
            "repository.created": "repository.created.with-installation.json",
            "repository.renamed": "repository.renamed.json", "push": "push.with-installation.json",
            "workflow_run.requested": "workflow_run.requested.json",
            "workflow_run.completed": "workflow_run.completed.json",
            "installation.created": "installation.created.json",
            "installation_repositories.added": "installation_repositories.added.json",
        ]
        for (event, file) in pairs {
            let data = try Data(contentsOf: published.appendingPathComponent(file))
            let lacking = missing(try JSONValue(parsing: data), in: sent[event]).filter { path in
                !waived.contains { path.contains($0) }
            }
            #expect(lacking.isEmpty, "\(event) lacks \(lacking)")
        }
    }
}
