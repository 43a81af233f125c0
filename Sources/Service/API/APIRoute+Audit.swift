import Foundation
import HTTPTypes
import Storage

extension APIRoute {
    static let audit = [listAudit]

    private static let listAudit = APIRoute(
        method: .get, path: "/api/audit", operation: "listAudit",
        summary: "Who had what done, on which project, and how it ended; newest first.",
        parameters: [
            APIParameter(
                name: "repository",
                words: "Only this project, `owner/name`, whatever its capitals; also what it did under other names.",
                schema: .string),
            APIParameter(name: "since", words: "Only from then on: \(SinceWhen.shape).", schema: .string),
            APIParameter(name: "by", words: "Only what these had done.", schema: .oneOf(AuditActor.Kind.self)),
            APIParameter(name: "action", words: "Only this.", schema: .oneOf(AuditAction.self)),
            .cursor, .limit,
        ],
        answer: Answer(words: "A page of the audit.", schema: .page(of: AuditReport.schema)), problems: [.invalid]
    ) { request, desk in
        let since = try request.text("since").map { text in
            guard let since = SinceWhen.date(text, now: desk.now()) else {
                throw APIRequest.invalid("since is \"\(text)\".", "It should be \(SinceWhen.shape).")
            }
            return since
        }
        let filter = AuditFilter(
            repository: request.text("repository"), since: since, actor: try request.choice("by"),
            action: try request.choice("action"), before: try request.number(behind: "audit"))
        let limit = try request.limit
        return try await desk.database.read { try $0.auditPage(filter, limit: limit) }
    }
}
