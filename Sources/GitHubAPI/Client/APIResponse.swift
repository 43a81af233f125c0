import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// An answer, completely read.
struct APIResponse: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: ByteBuffer

    var isSuccess: Bool { (200..<300).contains(status) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    }

    func header(_ name: String) -> String? { headers.first(name: name) }

    func number(_ name: String) -> Int? { header(name).flatMap { Int($0) } }

    /// Where it sends the caller, if it does.
    var redirect: String? {
        [301, 302, 307, 308].contains(status) ? header("location") : nil
    }
}
