import Foundation
import GitHubAPI
import RunEngine
import Storage
import Testing

@testable import Automations

/// Whether the image of a commit may still come.
@Suite struct BuildsUnderWayTests {
    private static let commit = "3f2a1bc000000000000000000000000000000000"
    private let now = Date(timeIntervalSince1970: 1_767_225_600)

    @Test func aBuildThatGitHubToldOfCountsBeforeItsRunHadItsTurn() async throws {
        #expect(try await isBuilding(afterEnqueueing: []) == false)
        #expect(try await isBuilding(afterEnqueueing: [build(status: "requested")]) == true)
        #expect(try await isBuilding(afterEnqueueing: [build(status: "completed", conclusion: .failure)]) == false)
        let other = build(status: "requested", commit: String(repeating: "a", count: 40))
        #expect(try await isBuilding(afterEnqueueing: [other]) == false, "another commit's")
    }

    @Test func aBuildWhoseRunHasEndedCountsByItsRecord() async throws {
        let first = try await isBuilding(afterEnqueueing: [build(status: "requested")]) { tx, run in
            try tx.runs.end(run, .cancelled, reason: "it had its turn", at: now)
        }
        #expect(first == false)
    }

    private func build(
        status: String, conclusion: Conclusion? = nil, commit: String = Self.commit
    ) -> WorkflowRun {
        WorkflowRun(
            id: 7, runAttempt: 2, path: ".github/workflows/slipway.yml", event: "push", status: status,
            conclusion: conclusion, headBranch: "main", headSHA: commit, headRepositoryID: 42,
            htmlURL: "https://github.com/acme/web-shop/actions/runs/7")
    }

    private func isBuilding(
        afterEnqueueing builds: [WorkflowRun],
        then change: @escaping @Sendable (Transaction, Int64) throws -> Void = { _, _ in }
    ) async throws -> Bool {
        let folder = FileManager.default.temporaryDirectory.appending(path: "slipway-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try await Database.open(at: folder)
        return try await database.write { [now] tx in
            for build in builds {
                let new = try NewRun(
                    automation: AutomationName.reportBuild.rawValue, key: "build:\(build.id)", project: "shop",
                    input: BuildInput(run: build))
                if let run = try tx.runs.enqueue(new, at: now).run { try change(tx, run.id) }
            }
            return try tx.isBuilding(Self.commit, of: "shop")
        }
    }
}
