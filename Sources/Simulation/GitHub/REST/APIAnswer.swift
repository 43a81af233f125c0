import Foundation

/// What is sent back.
struct APIAnswer: Sendable {
    var status: Int
    var headers: [String: String]
    var body: Data

    init(status: Int = 200, headers: [String: String] = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(_ json: JSONValue, status: Int = 200, headers: [String: String] = [:]) {
        self.init(
            status: status,
            headers: headers.merging(["Content-Type": "application/json; charset=utf-8"]) { mine, _ in mine },
            body: json.serialized())
    }

    static let noContent = APIAnswer(status: 204)
}
