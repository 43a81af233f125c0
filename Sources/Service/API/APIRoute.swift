import Foundation
import HTTPTypes
import Hummingbird
import Storage

/// One operation of the API: how it is asked for, who may, what it answers; and the same in words, for the document.
struct APIRoute: Sendable {
    /// Who may ask.
    enum Access: Sendable {
        case anybody
        /// Whoever has one of the tokens.
        case reader
        /// Whoever has the token that may do everything.
        case operate
    }

    /// How it is answered when nothing is in the way.
    struct Answer: Sendable {
        var status = HTTPResponse.Status.ok
        let words: String
        let schema: Schema
    }

    typealias Respond = @Sendable (APIRequest, APIDesk) async throws -> any Encodable & Sendable

    let method: HTTPRequest.Method
    /// `/api/runs/{id}`: braces stand for any one segment.
    let path: String
    /// Its name in the document.
    let operation: String
    let summary: String
    var access = Access.reader
    var parameters: [APIParameter] = []
    /// What may be sent along; nil: nothing but an empty object.
    var body: Schema?
    let answer: Answer
    /// What may be in the way, besides what may be anywhere.
    var problems: [APIProblem.Code] = []
    let respond: Respond

    /// What stands in the places of the braces, decoded; nil when the path is another.
    func match(_ segments: [Substring]) -> [String: String]? {
        let pattern = path.split(separator: "/", omittingEmptySubsequences: true)
        guard pattern.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (expected, found) in zip(pattern, segments) {
            if expected.first == "{" {
                guard let value = found.removingPercentEncoding, !value.isEmpty else { return nil }
                values[String(expected.dropFirst().dropLast())] = value
            } else if expected != found {
                return nil
            }
        }
        return values
    }

    /// The names in braces, in order.
    var places: [String] {
        path.split(separator: "/").filter { $0.first == "{" }.map { String($0.dropFirst().dropLast()) }
    }
}

/// A parameter of a list.
struct APIParameter: Sendable {
    let name: String
    let words: String
    let schema: Schema

    static let cursor = APIParameter(
        name: "cursor", words: "`next` of the page before. It holds for the same list with the same filters.",
        schema: .string)
    static let limit = APIParameter(
        name: "limit", words: "How many at most.", schema: .integer(from: 1, to: 1000, default: 50))
}

/// What the operations work with.
struct APIDesk: Sendable {
    let database: Database
    let now: @Sendable () -> Date
}
