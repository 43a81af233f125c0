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
        try await metadata(of: resource, in: namespace).compactMap { metadata in
            guard metadata.deletionTimestamp != nil, !metadata.finalizers.isEmpty, let uid = metadata.uid else {
                return nil
            }
            return HeldObject(resource: resource, name: metadata.name, uid: uid, finalizers: metadata.finalizers)
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

/// What is merged into an object. The uid guards against another object of the same name.
private struct FinalizerPatch: Encodable {
    struct Metadata: Encodable {
        var uid: String
        var finalizers: [String]
    }

    var metadata: Metadata
}
