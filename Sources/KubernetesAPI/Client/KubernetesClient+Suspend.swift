import Foundation

/// A type of Flux that can be suspended by `spec.suspend`.
public protocol SuspendableObject: NamespacedObject {}

extension GitRepository: SuspendableObject {}
extension Kustomization: SuspendableObject {}

extension KubernetesClient {
    /// Suspends an object of Flux, or lets it go on. A merge patch never creates an object, and leaves alone what it
    /// does not name.
    ///
    /// - Parameters:
    ///   - isSuspended: false removes the field, so that nobody owns it any more.
    ///   - annotations: written in the same request.
    /// - Returns: the object, or nil if there is none.
    public func setSuspended<Object: SuspendableObject>(
        _ isSuspended: Bool, _ type: Object.Type, _ name: ObjectName, in namespace: NamespaceName,
        annotations: [String: String] = [:], as manager: FieldManager = .slipwayGuard
    ) async throws -> Object? {
        let path = ResourcePath(Object.resource, namespace: namespace, name: name)
        let request = Request(
            call: call(.annotate, Object.self, namespace, name), method: .patch,
            path: path.text(query: [("fieldManager", manager.rawValue)]), contentType: Request.mergePatch,
            body: try Self.encode(SuspensionPatch(isSuspended: isSuspended, annotations: annotations)))
        return try await sendUnlessMissing(request)
    }
}

/// What is merged into an object. An explicit null removes a field.
private struct SuspensionPatch: Encodable {
    let isSuspended: Bool
    let annotations: [String: String]

    private enum CodingKeys: String, CodingKey {
        case metadata, spec, annotations, suspend
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        var spec = container.nestedContainer(keyedBy: CodingKeys.self, forKey: .spec)
        if isSuspended { try spec.encode(true, forKey: .suspend) } else { try spec.encodeNil(forKey: .suspend) }
        guard !annotations.isEmpty else { return }
        var metadata = container.nestedContainer(keyedBy: CodingKeys.self, forKey: .metadata)
        try metadata.encode(annotations, forKey: .annotations)
    }
}
