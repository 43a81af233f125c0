import Foundation
import Simulation
import Storage

extension World {
    /// How long a test waits for anything. Generous, for machines with few cores and much to do: it only ends what will
    /// never come.
    static let patience = Duration.seconds(300)

    // MARK: What a person does

    func createRepository(_ fullName: String, _ options: NewRepository = .empty) async throws -> Repository {
        Repository(self, try await github.createRepository(fullName, options))
    }

    /// A repository that is set up and whose first release serves everywhere.
    func createRunningRepository(_ fullName: String) async throws -> Repository {
        let repository = try await createRepository(fullName)
        try await repository.becomes("active")
        try await repository.serves(try await repository.head)
        try await repository.isQuiet()
        return repository
    }

    // MARK: Waiting

    /// Looks until it is true, as long as the program lives.
    nonisolated func waitFor(
        _ what: String, _ condition: () async throws -> Bool,
        otherwise seen: () async throws -> String? = { nil }
    ) async throws {
        do {
            _ = try await eventually(what, within: Self.patience) { () async throws -> Bool? in
                if let ending = await program?.ending { throw Unexpected("slipway ended: \(ending)") }
                return try await condition() ? true : nil
            }
        } catch var error as DidNotHappen {
            error.last = try await seen()
            throw error
        }
    }

    // MARK: What Slipway knows

    /// The delivery log as `slipway delivery list --json` shows it, newest first.
    func deliveries() async throws -> [JSONValue] {
        let result = try await slipway("delivery", "list", "--json")
        guard result.status == .exited(0), let list = try? JSONValue(parsing: result.output.utf8).array else {
            throw Unexpected("slipway delivery list --json said: \(result.output)")
        }
        return list
    }

    /// Waits until this many deliveries of an event about a repository are decided, and returns them, newest first.
    func decided(_ event: String, _ repository: String, atLeast count: Int = 1) async throws -> [JSONValue] {
        try await eventually("\(count) deliveries of \(event) for \(repository) are decided", within: Self.patience) {
            let path = "/api/deliveries?event=\(event)&repository=\(repository)&limit=1000"
            let found = try await operations(path).items ?? []
            let decided = found.filter { $0["status"]?.string != "queued" }
            return decided.count >= count ? decided : nil
        }
    }

    /// Whether nothing waits to be said about a project.
    func hasSaidEverything(about project: String) async throws -> Bool {
        try await outbox(of: project).allSatisfy { $0.state != .pending }
    }
}

extension World {
    /// What waits to be said about a project, or was.
    func outbox(of project: String) async throws -> [OutboxRecord] {
        let database = try await Database.readOnly(at: folder.appending(path: "data"))
        return try await database.read { try $0.outbox.list(project: project) }
    }

    /// What is recorded of a commit's releases, in every environment.
    func progress(of commit: String, in fullName: String) async throws -> [String] {
        let database = try await Database.readOnly(at: folder.appending(path: "data"))
        return try await database.read { tx in
            guard let project = try tx.projects.find(fullName: fullName) else { return [] }
            return try tx.releases.all(of: project.id, sha: commit)
                .flatMap { try tx.releases.environments(of: $0.id) }.compactMap(\.detail)
        }
    }

    /// Waits until `/readyz` answers 503 because of this component, and returns the reason.
    @discardableResult
    func becomesUnready(_ component: String) async throws -> String {
        try await eventually("/readyz tells that \(component) is not available", within: Self.patience) {
            let answer = try await operations("/readyz")
            let check = answer.body["checks"]?[component]
            guard answer.status == 503, check?["ok"] == false, let reason = check?["reason"]?.string else { return nil }
            return reason == "not checked yet" ? nil : reason
        }
    }

    nonisolated func becomesReady() async throws {
        try await waitFor("/readyz answers 200") { try await self.operations("/readyz").status == 200 }
    }
}
