import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// A JSON document, as the command line prints it too.
    init(_ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json") {
        guard let data = try? JSONEncoder.slipway.encode(value) else {
            self.init(status: .internalServerError)
            return
        }
        self.init(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: data + Data("\n".utf8))))
    }

    init(text: String, type: String) {
        self.init(status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

extension JSONEncoder {
    /// How Slipway writes JSON for people and scripts: stable order, ISO 8601 in UTC.
    public static var slipway: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }
}
