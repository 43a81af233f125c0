import Foundation

extension KubernetesClient {
    /// `/version`: reachable without any right.
    public func version() async throws -> ServerVersion {
        let call = Call(verb: .get, resource: "/version")
        return try decode(try await send(Request(call: call, method: .get, path: "/version")), call)
    }

    /// `/readyz`: returns when the API server says it is ready.
    ///
    /// - Throws: ``KubernetesError`` if it is not, or cannot be reached.
    public func ready() async throws {
        let call = Call(verb: .get, resource: "/readyz")
        _ = try await send(Request(call: call, method: .get, path: "/readyz", accept: "*/*"))
    }

    /// Whether the API server serves the type: false if its CRD is not installed.
    public func serves(_ resource: ResourceType) async throws -> Bool {
        let call = Call(verb: .get, resource: resource.groupVersionPath)
        do {
            let answer = try await send(Request(call: call, method: .get, path: resource.groupVersionPath))
            let list: APIResourceList = try decode(answer, call)
            return list.resources.contains { $0.name == resource.plural }
        } catch let error as KubernetesError where error.code == .resourceTypeMissing || error.code == .notFound {
            return false
        }
    }

    /// The versions of an API group that the server has; empty if it does not know the group.
    public func versions(ofGroup group: String) async throws -> [String] {
        let path = "/apis/\(ResourcePath.encoded(group))"
        let call = Call(verb: .get, resource: path)
        do {
            let answer: APIGroup = try decode(try await send(Request(call: call, method: .get, path: path)), call)
            return answer.versions.map(\.version)
        } catch let error as KubernetesError where error.code == .resourceTypeMissing || error.code == .notFound {
            return []
        }
    }

    /// The body of any path, for looking around.
    ///
    /// - Parameter path: begins with `/`, with its query if there is one.
    public func raw(_ path: String) async throws -> Data {
        let call = Call(verb: .get, resource: String(path.prefix { $0 != "?" }))
        return try await send(Request(call: call, method: .get, path: path, accept: "application/json, */*")).body
    }
}

/// What `/version` tells.
public struct ServerVersion: Codable, Sendable, Hashable {
    /// Such as `v1.36.2`.
    public var gitVersion: String
    public var major: String
    public var minor: String
    public var platform: String?
}

/// meta/v1 APIGroup.
private struct APIGroup: Decodable {
    struct Version: Decodable {
        var version: String
    }

    var versions: [Version]
}

/// meta/v1 APIResourceList.
private struct APIResourceList: Decodable {
    struct Resource: Decodable {
        var name: String
    }

    var resources: [Resource]
}
