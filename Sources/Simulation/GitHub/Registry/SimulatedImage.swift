import Crypto
import Foundation

/// An image in the registry: the manifest, and its digest.
struct SimulatedImage: Sendable {
    let manifest: Data
    let repositoryID: Int?
    let isPrivate: Bool

    init(name: String, tag: String, revision: String, repositoryID: Int?, isPrivate: Bool) {
        let config = Hex.encode(SHA256.hash(data: Data("\(name)@\(revision)".utf8)))
        let document: JSONValue = [
            "schemaVersion": 2, "mediaType": .string(Self.mediaType),
            "config": [
                "mediaType": "application/vnd.oci.image.config.v1+json", "digest": .string("sha256:\(config)"),
                "size": 1024,
            ],
            "layers": [], "annotations": ["org.opencontainers.image.revision": .string(revision)],
        ]
        manifest = document.serialized()
        self.repositoryID = repositoryID
        self.isPrivate = isPrivate
    }

    static let mediaType = "application/vnd.oci.image.manifest.v1+json"

    var digest: String { "sha256:" + Hex.encode(SHA256.hash(data: manifest)) }
}
