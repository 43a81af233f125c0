import Foundation

extension KubernetesClient {
    /// Server-side apply: creates the object or makes the fields it states true.
    ///
    /// - Parameters:
    ///   - manager: owns the stated fields; what it stated before and no longer states is removed.
    ///   - force: take over fields that another manager owns instead of failing with `conflict`.
    ///   - baseline: how to tell a change from none.
    public func apply<Object: KubernetesObject>(
        _ object: Object, as manager: FieldManager = .slipway, force: Bool = true,
        comparedWith baseline: Baseline = .reading
    ) async throws -> Applied<Object> {
        let before = try await version(of: object, baseline)
        let path = path(to: object)
        var query = [("fieldManager", manager.rawValue)]
        if force { query.append(("force", "true")) }
        let request = Request(
            call: call(.apply, Object.self, object.metadata.place.namespace, object.metadata.name), method: .patch,
            path: path.text(query: query), contentType: Request.applyPatch, body: try Self.encode(ApplyBody(object)))
        let answer = try await send(request)
        let applied: Object = try decode(answer, request.call)
        let isSame = before != nil && applied.metadata.resourceVersion == before
        return Applied(object: applied, change: answer.status == 201 ? .created : isSame ? .unchanged : .configured)
    }

    /// Sets annotations of one object that exists. A merge patch never creates an object, as an apply would.
    ///
    /// - Returns: the object, or nil if there is none.
    public func annotate<Object: NamespacedObject>(
        _ type: Object.Type, _ name: ObjectName, in namespace: NamespaceName, annotations: [String: String],
        as manager: FieldManager = .slipwayReconcile
    ) async throws -> Object? {
        let path = ResourcePath(Object.resource, namespace: namespace, name: name)
        let request = Request(
            call: call(.annotate, Object.self, namespace, name), method: .patch,
            path: path.text(query: [("fieldManager", manager.rawValue)]), contentType: Request.mergePatch,
            body: try Self.encode(MetadataBody(metadata: .init(annotations: annotations))))
        return try await sendUnlessMissing(request)
    }

    private func version<Object: KubernetesObject>(of object: Object, _ baseline: Baseline) async throws -> String? {
        switch baseline {
        case .version(let version): return version
        case .unread: return nil
        case .reading: break
        }
        let request = Request(
            call: call(.get, Object.self, object.metadata.place.namespace, object.metadata.name), method: .get,
            path: path(to: object).text(), accept: Request.metadataOnly)
        let body: MetadataBody? = try await sendUnlessMissing(request)
        return body?.metadata.resourceVersion
    }

    private func path<Object: KubernetesObject>(to object: Object) -> ResourcePath {
        ResourcePath(Object.resource, namespace: object.metadata.place.namespace, name: object.metadata.name)
    }
}
