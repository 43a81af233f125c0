import Automations
import Foundation
import KubernetesAPI
import Storage

/// A database in a folder of its own, and records to put into it.
struct StorageFixture {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    static let project = ProjectID(gitHubHost: "github.com", repository: 42)
    static let sha = String(repeating: "a1", count: 20)

    let folder: TemporaryFolder
    let database: Database

    init() async throws {
        folder = try TemporaryFolder()
        database = try await Database.open(at: URL(filePath: folder.path))
    }

    /// Registers `acme/web-shop`, repository 42 unless told otherwise, tracked branch `main`.
    func register(repository: Int64 = 42, state: ProjectState = .active) async throws {
        let names = ProjectNames(Self.project)
        try await database.write { transaction in
            try transaction.projects.register(
                ProjectRecord(
                    id: Self.project.value, repository: repository, owner: "acme", ownerID: 1, name: "web-shop",
                    isPrivate: false, branch: "main", template: "static-site", state: state, created: Self.now),
                environments: EnvironmentName.allCases.map {
                    EnvironmentRecord(
                        project: Self.project.value, name: $0, namespace: names.namespace($0).text, updated: Self.now)
                })
        }
    }

    /// Registers so many other projects that run, repositories 1, 2 …
    @discardableResult
    func registerOthers(_ count: Int) async throws -> [ProjectID] {
        let ids = (1...count).map { ProjectID(gitHubHost: "github.com", repository: Int64($0)) }
        try await database.write { tx in
            for (number, id) in ids.enumerated() {
                try tx.projects.register(
                    ProjectRecord(
                        id: id.value, repository: Int64(number + 1), owner: "acme", ownerID: 1,
                        name: "shop-\(number + 1)", isPrivate: false, branch: "main", template: "t", state: .active,
                        created: Self.now),
                    environments: EnvironmentName.allCases.map {
                        EnvironmentRecord(
                            project: id.value, name: $0, namespace: ProjectNames(id).namespace($0).text,
                            updated: Self.now)
                    })
            }
        }
        return ids
    }

    /// Records that the set-up of the project came to its end, or that far.
    /// - Parameter stages: those that are done.
    func finish(_ stages: [InitialisationStage] = InitialisationStage.allCases) async throws {
        try await database.write { tx in
            for stage in stages { try tx.initialisation.finish(stage, of: Self.project.value, at: Self.now) }
        }
    }
}
