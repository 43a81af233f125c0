import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    private static let warning = HTTPField.Name("Warning")

    static func json(_ value: JSONValue, status: Int = 200, warnings: [String] = []) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-cache, private"
        if let name = warning {
            for text in warnings {
                let quoted = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                headers.append(HTTPField(name: name, value: "299 - \"\(quoted)\""))
            }
        }
        return Response(
            status: .init(code: status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.serialized())))
    }

    /// One object, whole or only its metadata, as the caller accepts.
    static func object(
        _ value: JSONValue, status: Int = 200, warnings: [String] = [], for call: KubernetesRequest
    ) -> Response {
        json(call.wantsMetadataOnly ? value.metadataOnly : value, status: status, warnings: warnings)
    }

    static func text(_ text: String, status: Int = 200) -> Response {
        Response(
            status: .init(code: status), headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func failure(_ error: APIError) -> Response {
        if let text = error.plainText { return .text(text, status: error.code) }
        return .json(error.status, status: error.code)
    }

    static func fault(status: Int, body: String, headers: [String: String]) -> Response {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        if fields[.contentType] == nil {
            fields[.contentType] = body.hasPrefix("{") ? "application/json" : "text/plain; charset=utf-8"
        }
        return Response(
            status: .init(code: status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}

extension KubernetesRequest {
    var wantsMetadataOnly: Bool { accept.contains("as=PartialObjectMetadata") }
}

extension JSONValue {
    /// As `PartialObjectMetadata`.
    var metadataOnly: JSONValue {
        ["kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": self["metadata"] ?? [:]]
    }
}
