import Foundation
import GRDB
import Redaction
import Testing

@testable import Storage

@Suite("Projects")
struct ProjectsTests {
    let test: TestDatabase
    var database: Storage.Database { test.database }

    init() async throws {
        test = try await TestDatabase()
    }

    @Test("a repository is one project, whatever it is called")
    func registerTwice() async throws {
        try await database.write { try $0.registerSample(1, name: "shop") }
        let again = try await database.write { tx in
            let renamed = ProjectRecord.sample(1, name: "web-shop")
            return try tx.projects.register(renamed, environments: renamed.sampleEnvironments)
        }
        #expect(!again.isNew)
        #expect(again.project.name == "shop")
        #expect(try await database.read { try $0.projects.all().count } == 1)
    }

    @Test("names are found whatever their capitals", arguments: ["acme/web.shop_2", "ACME/Web.Shop_2"])
    func byName(name: String) async throws {
        try await database.write { try $0.registerSample(1, name: "Web.Shop_2") }
        #expect(try await database.read { try $0.projects.find(fullName: name)?.repository } == 1)
        #expect(try await database.read { try $0.projects.find(fullName: "acme") } == nil)
    }

    @Test(
        "illegal transitions are refused and change nothing",
        arguments: [(ProjectState.failed, ProjectState.active), (.failed, .degraded)])
    func transitions(from: ProjectState, to: ProjectState) async throws {
        let id = try await database.write { try $0.registerSample() }
        try await database.write { try $0.projects.update(id, at: second(1)) { $0.state = from } }
        let error = await database.refusal { try $0.projects.update(id, at: second(2)) { $0.state = to } }
        #expect(error?.code == .illegalTransition)
        #expect(try await database.read { try $0.projects.find(id)?.state } == from)
    }

    @Test("environments change one by one and stay in order")
    func environments() async throws {
        let id = try await database.write { try $0.registerSample() }
        try await database.write { tx in
            try tx.environments.update(id, .staging, at: second(5)) { environment in
                environment.state = .ready
                environment.desiredImageTag = "abc"
            }
        }
        let all = try await database.read { try $0.environments.all(of: id) }
        #expect(all.map(\.name) == [.development, .staging, .production])
        #expect(all.map(\.state) == [.waiting, .ready, .waiting])
        #expect(all[1].updated == second(5))
    }

    @Test("a token is sealed on disk, bound to its project, and comes back")
    func credentials() async throws {
        let (one, two) = try await database.write { (try $0.registerSample(1), try $0.registerSample(2)) }
        try await database.write { tx in
            let token = Redacted("ghs_secret")
            try tx.credentials.save(project: one, kind: .app, token: token, expires: second(60), at: second(0))
            try tx.credentials.save(project: two, kind: .token, token: nil, expires: nil, at: second(0))
        }
        #expect(try await database.read { try $0.credentials.token(of: one)?.value } == "ghs_secret")
        #expect(try await database.read { try $0.credentials.token(of: two) } == nil)
        #expect(try await database.read { try $0.credentials.expiring(before: second(61)).map(\.project) } == [one])
        let files = ["slipway.sqlite", "slipway.sqlite-wal"].map { test.folder.url.appending(path: $0) }
        for file in files { #expect(try Data(contentsOf: file).range(of: Data("ghs_secret".utf8)) == nil) }
        try await database.write { tx in
            try tx.db.execute(sql: "UPDATE gitCredential SET sealed = (SELECT sealed FROM gitCredential LIMIT 1)")
        }
        let error = await database.refusal { try $0.credentials.token(of: two) }
        #expect(error?.code == .wrongKey)
    }

    @Test("an encryption key is 32 bytes in base64", arguments: ["", "c2hvcnQ=", "not base64!"])
    func wrongKey(text: String) {
        #expect(throws: StorageError.self) { try SealingKey(base64: Redacted(text)) }
    }

    @Test("stages: the bar stands where the first unfinished one begins")
    func initialisation() async throws {
        let id = try await database.write { try $0.registerSample() }
        try await database.write { tx in
            try tx.initialisation.start(.project, of: id, at: second(1))
            try tx.initialisation.finish(.project, of: id, at: second(2))
            try tx.initialisation.finish(.template, of: id, detail: "23 files", at: second(3))
            try tx.initialisation.start(.environments, of: id, at: second(4))
            try tx.initialisation.fail(.environments, of: id, error: "quota", at: second(5))
            try tx.initialisation.start(.environments, of: id, at: second(6))
        }
        let steps = try await database.read { try $0.initialisation.all(of: id) }
        #expect(steps.map(\.stage) == InitialisationStage.allCases)
        #expect(steps.prefix(4).map(\.state) == [.done, .done, .running, .pending])
        #expect(steps[2].started == second(4))
        #expect(steps[2].error == nil)
        #expect(steps.percent == 20)
    }

    @Test("Flux objects are found by their place in the cluster")
    func gitops() async throws {
        let id = try await database.write { try $0.registerSample() }
        var resource = GitOpsResourceRecord(
            project: id, environment: .staging, kind: .kustomization, name: "\(id)-staging", namespace: "ns",
            updated: second(1))
        try await database.write { [resource] in try $0.gitopsResources.save(resource) }
        resource.status = .failed
        resource.message = "build failed"
        try await database.write { [resource] in try $0.gitopsResources.save(resource) }
        let found = try await database.read {
            try $0.gitopsResources.find(id, .staging, .kustomization)
        }
        #expect(found == resource)
        #expect(try await database.read { try $0.gitopsResources.all(of: id) } == [resource])
    }

    @Test("commits are told to those who listen", .timeLimit(.minutes(1)))
    func changes() async throws {
        var changes = database.changes(in: .projects).makeAsyncIterator()
        _ = await changes.next()
        try await database.write { try $0.registerSample() }
        #expect(await changes.next() != nil)
        #expect(try await database.read { try $0.projects.all().count } == 1)
    }
}
