import Foundation
import NIOHTTP1

/// A call before it has an address and a token.
struct APIRequest: Sendable {
    let method: HTTPMethod
    let path: APIPath
    var query: [(name: String, value: String)] = []
    var body: Data?
    /// Where GitHub says the next page is; stands for path and query.
    var continuation: String?
    /// The body holds files under `.github/workflows/`, which needs a permission of its own.
    var touchesWorkflows = false

    static func get(_ path: APIPath, query: [(name: String, value: String)] = []) -> APIRequest {
        APIRequest(method: .GET, path: path, query: query)
    }

    /// Without a body.
    static func post(_ path: APIPath) -> APIRequest {
        APIRequest(method: .POST, path: path)
    }

    static func post(_ path: APIPath, _ body: some Encodable) throws -> APIRequest {
        APIRequest(method: .POST, path: path, body: try encode(body))
    }

    static func patch(_ path: APIPath, _ body: some Encodable) throws -> APIRequest {
        APIRequest(method: .PATCH, path: path, body: try encode(body))
    }

    static func put(_ path: APIPath, _ body: some Encodable) throws -> APIRequest {
        APIRequest(method: .PUT, path: path, body: try encode(body))
    }

    /// The address below the base.
    var target: String {
        if let continuation { return continuation }
        return query.isEmpty ? path.path : path.path + "?" + PercentEncoding.query(query)
    }

    /// Whether it changes nothing, so that a lost answer leaves nothing in doubt.
    var isRead: Bool { method == .GET || method == .HEAD }

    private static func encode(_ body: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(body)
    }
}
