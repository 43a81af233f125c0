import Automations
import Foundation
import HTTPTypes
import Storage

/// Whether Slipway puts back what people change in the cluster.
extension APIRoute {
    static let care = [repair, pause, resume]

    private static let repair = APIRoute(
        method: .post, path: "/api/projects/{owner}/{name}/repair", operation: "repairProject",
        summary: "Applies everything that a project should have in the cluster again.",
        access: .operate,
        body: .object(
            nil, "Where.",
            [.optional("environment", .oneOf(EnvironmentName.self), "Only there. Left out: everywhere.")]),
        answer: Answer(
            status: .accepted, words: "The runs that do it, one for each environment.",
            schema: .page(of: RunSummary.schema)),
        problems: [.notFound, .conflict]
    ) { request, desk in
        let environment = try request.environment()
        return try await desk.database.write(as: request.caller) {
            [repository = request.repository, now = desk.now] transaction in
            let project = try transaction.project(repository)
            let runs = try transaction.askToRepair(project, environment, at: now())
            return Page(try runs.map(transaction.summary), next: nil)
        }
    }

    private static let pause = APIRoute(
        method: .post, path: "/api/projects/{owner}/{name}/pause", operation: "pauseProject",
        summary: """
            Leaves a project in the cluster as people make it: nothing is put back, no source is suspended. Pushes and \
            builds are acted on as before.
            """,
        access: .operate,
        answer: Answer(words: "The project, paused now or before.", schema: ProjectSummary.schema),
        problems: [.notFound]
    ) { request, desk in
        _ = try request.fields()
        return try await desk.change(request) { _ = try $0.pause($1, at: $2) }
    }

    private static let resume = APIRoute(
        method: .post, path: "/api/projects/{owner}/{name}/resume", operation: "resumeProject",
        summary: "Ends a pause, and puts back what was changed meanwhile.",
        access: .operate,
        answer: Answer(words: "The project, not paused any more.", schema: ProjectSummary.schema),
        problems: [.notFound]
    ) { request, desk in
        _ = try request.fields()
        return try await desk.change(request) { _ = try $0.resume($1, at: $2) }
    }
}

extension APIDesk {
    /// Changes a project.
    /// - Returns: how it is then.
    /// - Throws: ``APIProblem`` when there is no such project; what `body` throws.
    fileprivate func change(
        _ request: APIRequest, _ body: @escaping @Sendable (Transaction, ProjectRecord, Date) throws -> Void
    ) async throws -> ProjectSummary {
        try await database.write(as: request.caller) { [now, repository = request.repository] transaction in
            try body(transaction, try transaction.project(repository), now())
            let project = try transaction.project(repository)
            return ProjectSummary(project, try transaction.environments.all(of: project.id))
        }
    }
}

extension APIRequest {
    /// The environment that the body names; nil without.
    func environment() throws -> EnvironmentName? {
        try fields("environment")["environment"].map { text in
            guard let name = EnvironmentName(rawValue: text) else {
                throw Self.notAmong("environment", text, EnvironmentName.allCases.map(\.rawValue))
            }
            return name
        }
    }
}

extension Transaction {
    /// - Throws: ``APIProblem`` when there is no such project.
    func project(_ repository: String) throws -> ProjectRecord {
        guard let project = try projects.find(fullName: repository) else { throw APIProblem.noProject(repository) }
        return project
    }
}
