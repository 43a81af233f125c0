import Automations
import Foundation
import HTTPTypes
import Storage

extension APIRoute {
    static let projects = [list, show, reconcile, promote, archive] + care

    private static let list = APIRoute(
        method: .get, path: "/api/projects", operation: "listProjects", summary: "Projects by name.",
        parameters: [
            APIParameter(
                name: "state", words: "Only those in this state.", schema: .oneOf(ProjectState.self)),
            APIParameter(
                name: "owner", words: "Only those of this owner, whatever its capitals.", schema: .string),
            APIParameter(name: "template", words: "Only those made from this template.", schema: .string),
            .cursor, .limit,
        ],
        answer: Answer(words: "A page of projects.", schema: .page(of: ProjectSummary.schema)), problems: [.invalid]
    ) { request, desk in
        let filter = ProjectFilter(
            state: try request.choice("state"), owner: request.text("owner"), template: request.text("template"))
        let (cursor, limit) = (try request.cursor(of: "projects", fields: 3), try request.limit)
        return try await desk.database.read { try $0.projectPage(filter, after: cursor, limit: limit) }
    }

    private static let show = APIRoute(
        method: .get, path: "/api/projects/{owner}/{name}", operation: "showProject",
        summary: "A project: the stages of its set-up, its environments, Flux objects and last runs.",
        answer: Answer(words: "The project.", schema: ProjectReport.schema), problems: [.notFound]
    ) { request, desk in
        guard let report = try await desk.database.read({ try $0.projectReport(request.repository) }) else {
            throw APIProblem.noProject(request.repository)
        }
        return report
    }

    private static let reconcile = APIRoute(
        method: .post, path: "/api/projects/{owner}/{name}/reconcile", operation: "reconcileProject",
        summary: "Lets Flux look at the commit pushed last now, in every environment.",
        access: .operate,
        answer: Answer(
            status: .accepted, words: "The run that does it. One that waits already stands for this one too.",
            schema: RunReport.schema),
        problems: [.notFound, .conflict]
    ) { request, desk in
        _ = try request.fields()
        return try await desk.operate(on: request) { try $0.askToReconcile($1, at: $2) }
    }

    private static let archive = APIRoute(
        method: .post, path: "/api/projects/{owner}/{name}/archive", operation: "archiveProject",
        summary: "Takes a project out of the cluster now. A push brings it back.",
        access: .operate,
        body: .object(
            nil, "What to remove.",
            [
                .optional(
                    "removeFinalizers", .oneOf(YesOrNo.self),
                    "Whether finalizers that hold its namespaces are removed too. Left out: `no`.")
            ]),
        answer: Answer(status: .accepted, words: "The run that does it.", schema: RunReport.schema),
        problems: [.notFound, .conflict]
    ) { request, desk in
        let removesFinalizers = try request.fields("removeFinalizers")["removeFinalizers"].map { text in
            guard let answer = YesOrNo(rawValue: text) else {
                throw APIRequest.notAmong("removeFinalizers", text, YesOrNo.allCases.map(\.rawValue))
            }
            return answer == .yes
        }
        return try await desk.operate(on: request) {
            try $0.archive($1, removingFinalizers: removesFinalizers ?? false, at: $2)
        }
    }

    private static let promote = APIRoute(
        method: .post, path: "/api/projects/{owner}/{name}/promote", operation: "promoteRelease",
        summary: "Lets the newest release that waits for promotion by hand enter its next environment.",
        access: .operate,
        body: .object(
            nil, "Where to.",
            [
                .optional(
                    "environment", .oneOf(EnvironmentName.self),
                    "Where a release waits. Left out: the first such environment.")
            ]),
        answer: Answer(status: .accepted, words: "The run that does it.", schema: RunReport.schema),
        problems: [.notFound, .conflict]
    ) { request, desk in
        let environment = try request.environment()
        return try await desk.operate(on: request) { transaction, project, now in
            guard let run = try transaction.promote(project, to: environment, at: now).run else {
                throw Refusal(
                    "this release was promoted already.", whatToDo: "Look at the project: it says how that ended.")
            }
            return run
        }
    }
}

/// A choice in a request.
private enum YesOrNo: String, CaseIterable {
    case yes, no
}

extension APIDesk {
    /// Begins a run for a project.
    /// - Throws: ``APIProblem`` when there is no such project; what `begin` throws.
    func operate(
        on request: APIRequest, _ begin: @escaping @Sendable (Transaction, ProjectRecord, Date) throws -> RunRecord
    ) async throws -> RunReport {
        try await database.write(as: request.caller) { [now, repository = request.repository] transaction in
            try transaction.report(try begin(transaction, try transaction.project(repository), now()))
        }
    }
}

extension APIProblem {
    static func noProject(_ name: String) -> APIProblem {
        APIProblem(
            .notFound, "There is no project \(name).",
            whatToDo: "/api/projects lists all; /api/deliveries says what became of webhooks.")
    }
}
