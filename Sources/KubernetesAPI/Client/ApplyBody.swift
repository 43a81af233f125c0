/// An object as it is applied: with `apiVersion` and `kind`, without what only the server writes.
struct ApplyBody<Object: KubernetesObject>: Encodable {
    private enum CodingKeys: String, CodingKey {
        case apiVersion, kind
    }

    let object: Object

    init(_ object: Object) {
        var desired = object
        desired.metadata = object.metadata.desired
        desired.removeStatus()
        self.object = desired
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Object.resource.apiVersion, forKey: .apiVersion)
        try container.encode(Object.resource.kind, forKey: .kind)
        try object.encode(to: encoder)
    }
}

/// An object's name and nothing of its content, read or written.
struct MetadataBody: Codable {
    struct Metadata: Codable {
        var name: String?
        var namespace: String?
        var uid: String?
        var resourceVersion: String?
        var annotations: [String: String]?
    }

    var apiVersion: String?
    var kind: String?
    var metadata: Metadata
}
