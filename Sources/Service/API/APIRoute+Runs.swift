import Automations
import Foundation
import HTTPTypes
import Storage

extension APIRoute {
    static let runs = [listRuns, showRun]

    private static let listRuns = APIRoute(
        method: .get, path: "/api/runs", operation: "listRuns", summary: "Runs, newest first.",
        parameters: [
            APIParameter(
                name: "repository", words: "Only those of this project, `owner/name`, whatever its capitals.",
                schema: .string),
            APIParameter(
                name: "automation", words: "Only those of this automation.", schema: .oneOf(AutomationName.self)),
            APIParameter(name: "state", words: "Only those in this state.", schema: .oneOf(RunState.self)),
            .cursor, .limit,
        ],
        answer: Answer(words: "A page of runs, without their steps.", schema: .page(of: RunSummary.schema)),
        problems: [.invalid, .notFound]
    ) { request, desk in
        let automation: AutomationName? = try request.choice("automation")
        let filter = RunFilter(
            automation: automation?.rawValue, state: try request.choice("state"),
            before: try request.number(behind: "runs"))
        let (repository, limit) = (request.text("repository"), try request.limit)
        return try await desk.database.read { transaction in
            var filter = filter
            if let repository {
                guard let project = try transaction.projects.find(fullName: repository) else {
                    throw APIProblem.noProject(repository)
                }
                filter.project = project.id
            }
            return try transaction.runPage(filter, limit: limit)
        }
    }

    private static let showRun = APIRoute(
        method: .get, path: "/api/runs/{id}", operation: "showRun", summary: "A run with its steps.",
        answer: Answer(words: "The run.", schema: RunReport.schema), problems: [.notFound]
    ) { request, desk in
        let id = Int64(request.place("id"))
        guard let id, let report = try await desk.database.read({ try $0.runReport(id) }) else {
            throw APIProblem(
                .notFound, "There is no run \(request.place("id")).",
                whatToDo: "/api/runs lists those that are remembered.")
        }
        return report
    }
}
