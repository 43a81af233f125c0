import Foundation
import Simulation

extension World {
    /// What must hold at any time, checked from the simulators' ledgers, the logs, the metrics and the database's files.
    /// Empty is fine.
    /// - Parameters:
    ///   - isSettled: all work should have ended. Not so right after a kill.
    ///   - differences: how the state differs from what it should be (I9), in words of the caller.
    func invariants(isSettled: Bool = true, differences: [String] = []) async throws -> [Violation] {
        var evidence = try await Evidence.gather(
            github: github, cluster: cluster, data: folder.appending(path: "data"), secrets: plantedSecrets())
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.pathExtension == "log" {
            evidence.texts["the log \(file.lastPathComponent)"] = try Data(contentsOf: file)
        }
        for path in ["/metrics", "/readyz", "/api/deliveries", "/api/projects", "/api/runs", "/api/audit"] {
            evidence.texts["the page \(path)"] = try? await page(path)
        }
        return evidence.violations(isSettled: isSettled, differences: differences)
    }

    private func plantedSecrets() throws -> [PlantedSecret] {
        let password = try String(contentsOf: folder.appending(path: "registry-token"), encoding: .utf8)
        return PlantedSecret.key("the App's key", pem: github.app.privateKeyPEM) + [
            PlantedSecret("the webhook secret", Self.webhookSecret, isRandom: false),
            PlantedSecret("the registry's password", password),
            PlantedSecret("the API's token", ownToken),
            PlantedSecret(
                "the cluster's token", options.cluster.users.first?.token ?? ClusterUser.administrator.token,
                isRandom: false),
        ]
    }
}
