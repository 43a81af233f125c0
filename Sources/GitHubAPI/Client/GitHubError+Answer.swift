import Foundation

extension GitHubError {
    /// The body of GitHub's errors: `{message, errors: [{resource, field, code, message}] or [text]}`.
    struct Body: Decodable {
        let message: String?
        let details: [Detail]

        enum CodingKeys: String, CodingKey {
            case message, errors
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            message = try? values.decodeIfPresent(String.self, forKey: .message)
            if let details = try? values.decode([Detail].self, forKey: .errors) {
                self.details = details
            } else {
                let texts = (try? values.decode([String].self, forKey: .errors)) ?? []
                details = texts.map { Detail(resource: nil, field: nil, code: nil, message: $0) }
            }
        }
    }

    /// The error an answer stands for.
    init(_ response: APIResponse, body: Body?, to request: APIRequest, limitedUntil: Date?) {
        let code = Self.code(response, body: body, request: request, limitedUntil: limitedUntil)
        self.init(
            code: code, status: response.status, request: request, message: body?.message.map(Self.shortened),
            details: body?.details ?? [], outcomeUnknown: response.status >= 500 && !request.isRead,
            retryNotBefore: limitedUntil)
    }

    private static func code(
        _ response: APIResponse, body: Body?, request: APIRequest, limitedUntil: Date?
    ) -> Code {
        let message = body?.message?.lowercased() ?? ""
        if let limitedUntil { return .rateLimited(until: limitedUntil) }
        switch response.status {
        case 401: return .unauthorized
        case 403, 404: return refusal(response, message: message, request: request)
        case 409: return message.contains("repository is empty") ? .emptyRepository : .conflict
        case 410, 451: return .gone
        case 422: return rejection(body, message: message)
        case 500...: return .server
        default: return .other
        }
    }

    private static func refusal(_ response: APIResponse, message: String, request: APIRequest) -> Code {
        if response.status == 403, message.contains("suspended") { return .suspended }
        if response.status == 403, message.contains("archived") { return .archived }
        if request.touchesWorkflows || message.contains("`workflows` permission") {
            return .forbidden(missingPermission: workflows)
        }
        if response.status == 404 { return .notFound }
        return .forbidden(missingPermission: response.header("x-accepted-github-permissions"))
    }

    private static func rejection(_ body: Body?, message: String) -> Code {
        if message.contains("not a fast forward") || message.contains("not a fast-forward") { return .notFastForward }
        let isTaken = body?.details.contains { $0.code == "already_exists" } ?? false
        if isTaken || message.contains("already exists") { return .alreadyExists }
        // Instead of a token: the installation has not got the repository (any more), or not these permissions.
        if message.contains("not accessible to the parent installation") { return .notFound }
        if message.contains("permissions requested are not granted") {
            return .forbidden(missingPermission: nil)
        }
        return .unprocessable
    }

    // Some proxies answer with whole pages.
    private static func shortened(_ message: String) -> String {
        message.count > 500 ? message.prefix(500) + "…" : message
    }
}
