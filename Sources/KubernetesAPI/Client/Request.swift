import Foundation

/// One request, before the credential is added.
struct Request: Sendable {
    static let json = "application/json"
    static let applyPatch = "application/apply-patch+yaml"
    static let mergePatch = "application/merge-patch+json"
    /// The object without its content; servers that cannot do that send all of it.
    static let metadataOnly = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"

    /// The same for lists.
    static let metadataListOnly =
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"

    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    var call: Call
    var method: Method
    var path: String
    var accept = Request.json
    var contentType = Request.json
    var body: Data?
}

/// A complete answer.
struct Answer: Sendable {
    var status: Int
    var body: Data
    /// The `Date` header, as it came.
    var date: String?
}
