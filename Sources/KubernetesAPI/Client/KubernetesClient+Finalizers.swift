import Foundation

/// An object that waits for its finalizers to be removed.
public struct HeldObject: Sendable, Hashable {
    public let resource: ResourceType
    public let name: ObjectName
    public let uid: String
    public let finalizers: [String]

    public init(resource: ResourceType, name: ObjectName, uid: String, finalizers: [String]) {
        self.resource = resource
        self.name = name
        self.uid = uid
        self.finalizers = finalizers
    }
}

extension KubernetesClient {
    /// The objects of a type that are being deleted and held by finalizers. Only metadata is asked for.
    public func heldObjects(_ resource: ResourceType, in namespace: NamespaceName) async throws -> [HeldObject] {
        let call = Call(verb: .list, resource: resource.description, namespace: namespace, isConfidential: true)
        let request = Request(
            call: call, method: .get, path: ResourcePath(resource, namespace: namespace).text(),
            accept: Request.metadataList)
        let list: HeldList = try decode(try await send(request), call)
        return list.items.compactMap { item in
            guard item.metadata.deletionTimestamp != nil, !item.metadata.finalizers.isEmpty,
                let uid = item.metadata.uid
            else { return nil }
            return HeldObject(
                resource: resource, name: item.metadata.name, uid: uid, finalizers: item.metadata.finalizers)
        }
    }

    /// Takes all finalizers away from an object, so that it goes at once. Who set them does not clean up any more.
    /// - Returns: false if it is gone already, or another of the same name is there.
    @discardableResult
    public func removeFinalizers(of object: HeldObject, in namespace: NamespaceName) async throws -> Bool {
        let call = Call(
            verb: .annotate, resource: object.resource.description, namespace: namespace, name: object.name,
            isConfidential: true)
        let patch = FinalizerPatch(metadata: .init(uid: object.uid, finalizers: []))
        let request = Request(
            call: call, method: .patch,
            path: ResourcePath(object.resource, namespace: namespace, name: object.name)
                .text(query: [("fieldManager", FieldManager.slipway.rawValue)]),
            contentType: Request.mergePatch, body: try Self.encode(patch))
        do {
            _ = try await send(request)
            return true
        } catch let error as KubernetesError where error.code == .notFound {
            return false
        } catch let error as KubernetesError where error.code == .conflict && error.message.contains("UID") {
            return false
        }
    }
}

extension Request {
    /// A list without the content of its objects; servers that cannot do that send all of it.
    fileprivate static let metadataList =
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
}

/// A list of any type, read for the metadata.
private struct HeldList: Decodable {
    struct Item: Decodable {
        var metadata: ObjectMeta<NamespaceName>
    }

    var items: [Item]
}

/// What is merged into an object. The uid guards against another object of the same name.
private struct FinalizerPatch: Encodable {
    struct Metadata: Encodable {
        var uid: String
        var finalizers: [String]
    }

    var metadata: Metadata
}
