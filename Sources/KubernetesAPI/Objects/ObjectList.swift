/// What a list answered: all pages together.
public struct ObjectList<Item: KubernetesObject>: Sendable {
    public var items: [Item]
    /// The version of the collection at the time of the list: where a watch continues.
    public var resourceVersion: String

    public init(items: [Item], resourceVersion: String) {
        self.items = items
        self.resourceVersion = resourceVersion
    }
}

/// One page on the wire.
struct ListPage<Item: KubernetesObject>: Decodable {
    struct Metadata: Decodable {
        var resourceVersion: String?
        var `continue`: String?
    }

    var metadata: Metadata
    var items: [Item]?

    /// Where the list goes on; nil at its end.
    var next: String? { metadata.continue.flatMap { $0.isEmpty ? nil : $0 } }
}
