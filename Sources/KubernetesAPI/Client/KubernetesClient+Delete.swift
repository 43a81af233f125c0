import Foundation

extension KubernetesClient {
    /// - Parameter uid: delete only the object with this `metadata.uid`; nil: whatever has the name.
    public func delete<Object: NamespacedObject>(
        _ type: Object.Type, _ name: ObjectName, in namespace: NamespaceName, uid: String? = nil,
        propagation: Propagation = .background
    ) async throws -> Deletion {
        try await remove(type, name, namespace, uid, propagation)
    }

    /// - Parameter uid: delete only the object with this `metadata.uid`; nil: whatever has the name.
    public func delete<Object: ClusterObject>(
        _ type: Object.Type, _ name: ObjectName, uid: String? = nil, propagation: Propagation = .background
    ) async throws -> Deletion {
        try await remove(type, name, nil, uid, propagation)
    }

    private func remove<Object: KubernetesObject>(
        _ type: Object.Type, _ name: ObjectName, _ namespace: NamespaceName?, _ uid: String?, _ propagation: Propagation
    ) async throws -> Deletion {
        let options = DeleteOptions(
            preconditions: uid.map { DeleteOptions.Preconditions(uid: $0) }, propagationPolicy: propagation.rawValue)
        let request = Request(
            call: call(.delete, type, namespace, name), method: .delete,
            path: ResourcePath(Object.resource, namespace: namespace, name: name).text(),
            body: try Self.encode(options))
        do {
            let answer = try await send(request)
            let status = try? JSONDecoder().decode(StatusBody.self, from: answer.body)
            return status?.kind == "Status" ? .deleted : .started
        } catch let error as KubernetesError where error.code == .notFound {
            return .absent
        } catch let error as KubernetesError where error.code == .conflict && error.message.contains("the UID in the") {
            return .absent
        }
    }
}

/// meta/v1 DeleteOptions.
private struct DeleteOptions: Encodable {
    struct Preconditions: Encodable {
        var uid: String
    }

    var apiVersion = "v1"
    var kind = "DeleteOptions"
    var preconditions: Preconditions?
    var propagationPolicy: String
}
