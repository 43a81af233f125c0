import Foundation

/// What tells an object from a later one of the same name.
public struct ObjectIdentity: Sendable, Hashable {
    public let name: ObjectName
    public let uid: String

    public init(name: ObjectName, uid: String) {
        self.name = name
        self.uid = uid
    }
}

extension KubernetesClient {
    /// The objects of a type in a namespace. Only metadata is asked for, so of a Secret no content.
    public func identities(
        of resource: ResourceType, in namespace: NamespaceName, matching selector: Selector
    ) async throws -> [ObjectIdentity] {
        try await metadata(of: resource, in: namespace, matching: selector).compactMap { metadata in
            metadata.uid.map { ObjectIdentity(name: metadata.name, uid: $0) }
        }
    }

    func metadata(
        of resource: ResourceType, in namespace: NamespaceName, matching selector: Selector = .everything
    ) async throws -> [ObjectMeta<NamespaceName>] {
        let call = Call(verb: .list, resource: resource.description, namespace: namespace, isConfidential: true)
        let request = Request(
            call: call, method: .get, path: ResourcePath(resource, namespace: namespace).text(query: selector.query),
            accept: Request.metadataList)
        let list: MetadataList = try decode(try await send(request), call)
        return list.items.map(\.metadata)
    }
}

extension Request {
    /// A list without the content of its objects; servers that cannot do that send all of it.
    fileprivate static let metadataList =
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
}

/// A list of any type, read for the metadata.
private struct MetadataList: Decodable {
    struct Item: Decodable {
        var metadata: ObjectMeta<NamespaceName>
    }

    var items: [Item]
}
