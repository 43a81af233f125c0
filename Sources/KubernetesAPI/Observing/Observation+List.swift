import Foundation

/// Where a list goes on.
struct ListMark: Sendable {
    let token: String
}

/// One page of a list.
struct ObservedPage: Sendable {
    var objects: [ObservedObject] = []
    /// Nil: the last page.
    var next: ListMark?
    var version = ""

    init(from body: Data, manager: FieldManager) throws {
        var cursor = JSONCursor([UInt8](body))
        var token = ""
        try cursor.object { cursor, key in
            switch key {
            case "metadata":
                try cursor.object { cursor, key in
                    switch key {
                    case "resourceVersion": version = try cursor.text() ?? ""
                    case "continue": token = try cursor.text() ?? ""
                    default: break
                    }
                }
            case "items": try cursor.array { objects.append(try ObservedObject(from: &$0, manager: manager)) }
            default: break
            }
        }
        guard cursor.isAtEnd(), !version.isEmpty else { throw JSONCursor.Malformed() }
        next = token.isEmpty ? nil : ListMark(token: token)
    }
}

extension KubernetesClient {
    /// One object as an observer sees it; nil if there is none.
    ///
    /// - Parameters:
    ///   - namespace: nil for types that belong to none.
    ///   - extent: how much of it is asked for.
    ///   - manager: whose fields ``ObservedObject/ownership`` is about.
    public func look(
        at resource: ResourceType, _ name: ObjectName, in namespace: NamespaceName?,
        extent: Observation.Extent = .metadata, ownedBy manager: FieldManager = .slipway
    ) async throws -> ObservedObject? {
        let call = Call(
            verb: .get, resource: resource.description, namespace: namespace, name: name,
            isConfidential: resource == Secret.resource)
        let request = Request(
            call: call, method: .get, path: ResourcePath(resource, namespace: namespace, name: name).text(),
            accept: extent == .metadata ? Request.metadataOnly : Request.json)
        do {
            var cursor = JSONCursor([UInt8](try await send(request).body))
            return try ObservedObject(from: &cursor, manager: manager)
        } catch let error as KubernetesError where error.code == .notFound {
            return nil
        } catch is JSONCursor.Malformed {
            throw KubernetesError(code: .unreadable, call: call, message: "the body is not the expected object")
        }
    }
}

extension KubernetesClient {
    /// The objects of a type in a namespace as an observer sees them: their metadata alone.
    ///
    /// - Parameter manager: whose fields ``ObservedObject/ownership`` is about.
    /// - Returns: them and the version of the list; nil if the server says that the namespace is not there. To those who may
    ///   list it, it tells an empty list instead.
    public func look(
        atAll resource: ResourceType, in namespace: NamespaceName, matching selector: Selector,
        ownedBy manager: FieldManager = .slipway
    ) async throws -> (objects: [ObservedObject], version: String)? {
        let pages = observe(resource, in: namespace, matching: selector, extent: .metadata, ownedBy: manager)
        var (objects, mark): ([ObservedObject], ListMark?) = ([], nil)
        do {
            while true {
                let page = try await pages.page(after: mark)
                objects += page.objects
                guard let next = page.next else { return (objects, page.version) }
                mark = next
            }
        } catch let error as KubernetesError where error.code == .notFound {
            return nil
        }
    }
}

extension Observation {
    /// - Parameter mark: nil for the first page.
    func page(after mark: ListMark?) async throws -> ObservedPage {
        let limit = beginning == .now ? 1 : client.options.pageSize
        var query = selector.query + [("limit", String(limit))]
        if let mark { query.append(("continue", mark.token)) }
        let request = Request(
            call: call(.list), method: .get, path: ResourcePath(resource, namespace: namespace).text(query: query),
            accept: extent == .metadata ? Request.metadataListOnly : Request.json)
        let answer = try await client.send(request)
        do {
            return try ObservedPage(from: answer.body, manager: manager)
        } catch {
            throw client.unreadable(error, request.call)
        }
    }

    func call(_ verb: Call.Verb) -> Call {
        Call(
            verb: verb, resource: resource.description, namespace: namespace,
            isConfidential: resource == Secret.resource)
    }
}
