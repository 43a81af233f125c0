/// A refusal, with GitHub's words.
struct APIFailure: Error, Sendable {
    let status: Int
    let message: String
    var errors: [JSONValue] = []
    var headers: [String: String] = [:]
    var documentation = "https://docs.github.com/rest"
    /// For redirects.
    var url: String?

    var answer: APIAnswer {
        var body: JSONValue = ["message": .string(message), "documentation_url": .string(documentation)]
        body["status"] = .string(String(status))
        if !errors.isEmpty { body["errors"] = .array(errors) }
        if let url { body["url"] = .string(url) }
        return APIAnswer(body, status: status, headers: headers)
    }

    static let notFound = APIFailure(status: 404, message: "Not Found")
    static let badCredentials = APIFailure(status: 401, message: "Bad credentials")
    static let emptyRepository = APIFailure(status: 409, message: "Git Repository is empty.")

    static func forbidden(_ message: String) -> APIFailure { APIFailure(status: 403, message: message) }

    static func unprocessable(_ message: String) -> APIFailure { APIFailure(status: 422, message: message) }

    /// `Validation Failed` with one field that is wrong.
    static func invalid(_ resource: String, _ field: String, code: String = "invalid", message: String? = nil)
        -> APIFailure
    {
        var error: JSONValue = ["resource": .string(resource), "field": .string(field), "code": .string(code)]
        if let message { error["message"] = .string(message) }
        return APIFailure(status: 422, message: "Validation Failed", errors: [error])
    }
}
