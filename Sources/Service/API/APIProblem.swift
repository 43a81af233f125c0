import HTTPTypes
import Hummingbird

/// Why a request is not answered as asked (RFC 9457): what happened, and what to do.
struct APIProblem: Error, Encodable, Sendable {
    /// What went wrong, as far as a program has to tell it apart.
    enum Code: String, Encodable, Sendable, CaseIterable {
        case invalid, unauthorized, forbidden, notFound, methodNotAllowed, conflict, tooLarge, unsupportedMediaType
        case unavailable, failed

        var status: HTTPResponse.Status {
            switch self {
            case .invalid: .badRequest
            case .unauthorized: .unauthorized
            case .forbidden: .forbidden
            case .notFound: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .conflict: .conflict
            case .tooLarge: .contentTooLarge
            case .unsupportedMediaType: .unsupportedMediaType
            case .unavailable: .serviceUnavailable
            case .failed: .internalServerError
            }
        }
    }

    let code: Code
    let detail: String
    let whatToDo: String
    var headers: HTTPFields = [:]

    init(_ code: Code, _ detail: String, whatToDo: String, headers: HTTPFields = [:]) {
        self.code = code
        self.detail = detail
        self.whatToDo = whatToDo
        self.headers = headers
    }

    private enum Key: String, CodingKey {
        case type, title, status, code, detail, whatToDo
    }

    /// `about:blank`: the status says what kind of problem it is, and so the title is its phrase.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("about:blank", forKey: .type)
        try container.encode(code.status.reasonPhrase, forKey: .title)
        try container.encode(code.status.code, forKey: .status)
        try container.encode(code, forKey: .code)
        try container.encode(detail, forKey: .detail)
        try container.encode(whatToDo, forKey: .whatToDo)
    }

    var response: Response {
        var response = Response(self, status: code.status, type: "application/problem+json")
        for field in headers { response.headers.append(field) }
        return response
    }
}
