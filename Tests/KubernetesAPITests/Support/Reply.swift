import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// What the fake cluster answers.
struct Reply: Sendable {
    enum End: Sendable {
        case clean
        /// The connection is closed in the middle of the answer.
        case brokenOff
        /// Nothing more comes, and the connection stays open.
        case open
    }

    struct BrokenOff: Error {}

    var status: Int
    var headers: [(String, String)]
    var chunks: [[UInt8]]
    var end: End

    static func json(_ body: String, status: Int = 200) -> Reply {
        Reply(
            status: status, headers: [("Content-Type", "application/json")], chunks: [Array(body.utf8)], end: .clean)
    }

    static func text(_ body: String, status: Int = 200, headers: [(String, String)] = []) -> Reply {
        Reply(
            status: status, headers: [("Content-Type", "text/plain; charset=utf-8")] + headers,
            chunks: [Array(body.utf8)], end: .clean)
    }

    /// A failing Status with what `details` holds.
    static func failure(_ status: Int, _ reason: String, _ message: String, details: String = "null") -> Reply {
        let reason = reason.isEmpty ? "" : "\"reason\":\"\(reason)\","
        return json(
            """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"\(message)",\(reason)\
            "details":\(details),"code":\(status)}
            """, status: status)
    }

    /// A streamed answer, cut into these chunks.
    static func stream(_ chunks: [String], end: End = .clean) -> Reply {
        Reply(
            status: 200, headers: [("Content-Type", "application/json")], chunks: chunks.map { Array($0.utf8) },
            end: end)
    }

    /// The head never comes.
    static func silence() async throws -> Reply {
        await never()
        throw CancellationError()
    }

    var response: Response {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let status = HTTPResponse.Status(code: self.status)
        if end == .clean, chunks.count == 1 {
            return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: chunks[0])))
        }
        return Response(status: status, headers: fields, body: streamed)
    }

    private var streamed: ResponseBody {
        ResponseBody { [chunks, end] writer in
            for chunk in chunks { try await writer.write(ByteBuffer(bytes: chunk)) }
            switch end {
            case .clean: try await writer.finish(nil)
            case .brokenOff: throw BrokenOff()
            case .open: await never()
            }
        }
    }
}

/// Returns when the fake cluster is shut down.
func never() async {
    try? await gracefulShutdown()
}
