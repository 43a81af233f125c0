import Foundation
import Storage
import Testing

@testable import Automations

/// A build is on its way to environments that could not be prepared yet.
@Suite struct UnpreparedEnvironmentTests {
    private static let commit = "3f2a1bc000000000000000000000000000000000"
    private let now = Date(timeIntervalSince1970: 1_767_225_600)

    @Test func whatKeepsAReleaseWaitingIsTold() async throws {
        let comment = try await comment()
        #expect(comment.contains("set up in part"))
        #expect(comment.contains("| staging | ⏳ not prepared yet, trying again |"))
        #expect(comment.contains("| development | ⏳ waits for the build |"))
        #expect(comment.contains("**staging: The cluster has no Flux.**"))
        #expect(comment.contains("**What to do:** Install Flux."))
    }

    private func comment() async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "slipway-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try await Database.open(at: folder)
        let id = ProjectID(gitHubHost: "github.com", repository: 42)
        return try await database.write { [now] tx in
            let project = ProjectRecord(
                id: id.value, repository: 42, owner: "acme", ownerID: 1, name: "shop", isPrivate: false,
                branch: "main", template: "nextjs", scaffoldSHA: Self.commit, created: now)
            let environments = EnvironmentName.allCases.map {
                EnvironmentRecord(project: id.value, name: $0, namespace: "shop-\($0.rawValue)", updated: now)
            }
            try tx.projects.register(project, environments: environments)
            try tx.initialisation.start(.cluster, of: id.value, at: now)
            try tx.initialisation.fail(.cluster, of: id.value, error: "The cluster has no Flux.", at: now)
            try tx.projects.update(id.value, at: now) { $0.state = .degraded }
            try tx.environments.update(id.value, .staging, at: now) { record in
                record.state = .degraded
                record.message = "not prepared yet, trying again"
                record.trouble = Trouble(what: "The cluster has no Flux.", why: "", whatToDo: "Install Flux.")
            }
            _ = try tx.releases.record(
                BuildReport(
                    project: id.value, sha: Self.commit, ref: "refs/heads/main", run: 7, attempt: 1, number: 1,
                    name: "slipway", url: "https://github.com/acme/shop/actions/runs/7", state: .inProgress,
                    subject: "Change"),
                at: now)
            let records = try CommitRecords(commit: Self.commit, project: id.value, in: tx)
            return records.flatMap { CommitStory($0) }?.comment ?? ""
        }
    }
}
