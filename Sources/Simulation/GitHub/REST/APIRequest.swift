import Foundation

/// A request to the API, routed and authorised.
struct APIRequest: Sendable {
    let method: String
    /// Below the base URL of the API, still percent-encoded.
    let path: String
    let query: [String: String]
    let headers: [String: String]
    let body: Data
    var parameters: [String: String] = [:]
    var caller = Caller.nobody
    /// The repository it is about, once that is known.
    var repositoryID: Int?

    /// A path parameter; empty if the route has no such.
    subscript(_ name: String) -> String { parameters[name] ?? "" }

    /// The body, or GitHub's answer to one that is not right.
    func decode<T: Decodable>(_ type: T.Type) throws(APIFailure) -> T {
        do {
            return try JSONDecoder().decode(type, from: body.isEmpty ? Data("{}".utf8) : body)
        } catch DecodingError.keyNotFound(let key, _) {
            throw .unprocessable("Invalid request.\n\n\"\(key.stringValue)\" wasn't supplied.")
        } catch DecodingError.typeMismatch(_, let context) {
            let field = context.codingPath.map(\.stringValue).joined(separator: "/")
            throw .unprocessable("Invalid request.\n\nFor 'properties/\(field)', the value is of the wrong type.")
        } catch DecodingError.valueNotFound(_, let context) {
            let field = context.codingPath.map(\.stringValue).joined(separator: "/")
            throw .unprocessable("Invalid request.\n\nFor 'properties/\(field)', nil is not allowed.")
        } catch {
            throw APIFailure(status: 400, message: "Problems parsing JSON")
        }
    }
}
