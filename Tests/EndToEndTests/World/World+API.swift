import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Simulation

/// An answer of the operations address.
struct OperationsAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let data: Data

    var body: JSONValue { (try? JSONValue(parsing: data)) ?? .null }
    var text: String { String(decoding: data, as: UTF8.self) }
    /// The items of a page.
    var items: [JSONValue]? { body["items"]?.array }
}

extension World {
    /// Whose token is sent to the API.
    enum Token: Sendable {
        /// The one that Slipway made in its data folder.
        case own
        case none
        case other(String)
    }

    nonisolated var tokenFile: URL { folder.appending(path: "data/api-token") }

    nonisolated var ownToken: String {
        let text = try? String(contentsOf: tokenFile, encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }

    /// Asks the operations address. Answers of the API are kept, to be compared with its document after the suite.
    func operations(
        _ path: String, _ method: HTTPMethod = .GET, body: String? = nil, type: String? = "application/json",
        token: Token = .own
    ) async throws -> OperationsAnswer {
        guard let addresses else { throw Unexpected("slipway does not listen") }
        var request = HTTPClientRequest(url: addresses.operations + path)
        request.method = method
        switch token {
        case .own: request.headers.add(name: "Authorization", value: "Bearer \(ownToken)")
        case .none: break
        case .other(let token): request.headers.add(name: "Authorization", value: "Bearer \(token)")
        }
        if let body {
            request.body = .bytes(ByteBuffer(string: body))
            if let type { request.headers.add(name: "Content-Type", value: type) }
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let answered = try await response.body.collect(upTo: 64 << 20)
        let answer = OperationsAnswer(
            status: Int(response.status.code), headers: response.headers, data: Data(answered.readableBytesView))
        if path.hasPrefix("/api") { Recordings.keep(method.rawValue, path, body, answer) }
        return answer
    }

    /// A page of the operations address, as it is sent.
    func page(_ path: String) async throws -> Data {
        try await operations(path).data
    }
}
