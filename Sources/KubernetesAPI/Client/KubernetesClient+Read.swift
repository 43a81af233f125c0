import Foundation

extension KubernetesClient {
    /// - Returns: the object, or nil if it (or its namespace) does not exist.
    public func get<Object: NamespacedObject>(
        _ type: Object.Type = Object.self, _ name: ObjectName, in namespace: NamespaceName
    ) async throws -> Object? {
        try await read(name, namespace)
    }

    /// - Returns: the object, or nil if it does not exist.
    public func get<Object: ClusterObject>(
        _ type: Object.Type = Object.self, _ name: ObjectName
    ) async throws -> Object? {
        try await read(name, nil)
    }

    /// All objects of a type, page by page. A list that grows too old midway starts again from the beginning.
    public func list<Object: NamespacedObject>(
        _ type: Object.Type = Object.self, in reach: Reach, matching selector: Selector = .everything
    ) async throws -> ObjectList<Object> {
        try await pages(reach.namespace, selector)
    }

    /// All objects of a type that belongs to no namespace.
    public func list<Object: ClusterObject>(
        _ type: Object.Type = Object.self, matching selector: Selector = .everything
    ) async throws -> ObjectList<Object> {
        try await pages(nil, selector)
    }

    /// The objects of a type, a page at a time, for those who need little of many. Not from the beginning again when the list
    /// grows too old midway: then it throws.
    public func eachPage<Object: NamespacedObject>(
        of type: Object.Type = Object.self, in reach: Reach, _ body: ([Object]) throws -> Void
    ) async throws {
        var next: String?
        repeat {
            let page: ListPage<Object> = try await page(reach.namespace, .everything, after: next)
            try body(page.items ?? [])
            next = page.next
        } while next != nil
    }

    private func read<Object: KubernetesObject>(
        _ name: ObjectName, _ namespace: NamespaceName?
    ) async throws -> Object? {
        let request = Request(
            call: call(.get, Object.self, namespace, name), method: .get,
            path: ResourcePath(Object.resource, namespace: namespace, name: name).text())
        return try await sendUnlessMissing(request)
    }

    func pages<Object: KubernetesObject>(
        _ namespace: NamespaceName?, _ selector: Selector
    ) async throws -> ObjectList<Object> {
        var restarts = 0
        while true {
            do {
                return try await pagesOnce(namespace, selector)
            } catch let error as KubernetesError where error.code == .gone && restarts < 3 {
                restarts += 1
            }
        }
    }

    private func pagesOnce<Object: KubernetesObject>(
        _ namespace: NamespaceName?, _ selector: Selector
    ) async throws -> ObjectList<Object> {
        var list = ObjectList<Object>(items: [], resourceVersion: "")
        var next: String?
        repeat {
            let page: ListPage<Object> = try await page(namespace, selector, after: next)
            list.items += page.items ?? []
            list.resourceVersion = page.metadata.resourceVersion ?? list.resourceVersion
            next = page.next
        } while next != nil
        return list
    }

    private func page<Object: KubernetesObject>(
        _ namespace: NamespaceName?, _ selector: Selector, after last: String?
    ) async throws -> ListPage<Object> {
        let call = call(.list, Object.self, namespace, nil)
        var query = selector.query + [("limit", String(options.pageSize))]
        if let last { query.append(("continue", last)) }
        let path = ResourcePath(Object.resource, namespace: namespace).text(query: query)
        return try decode(try await send(Request(call: call, method: .get, path: path)), call)
    }

    func call<Object: KubernetesObject>(
        _ verb: Call.Verb, _ type: Object.Type, _ namespace: NamespaceName?, _ name: ObjectName?
    ) -> Call {
        Call(
            verb: verb, resource: Object.resource.description, namespace: namespace, name: name,
            isConfidential: Object.isConfidential)
    }

    func sendUnlessMissing<Value: Decodable>(_ request: Request) async throws -> Value? {
        do {
            return try decode(try await send(request), request.call)
        } catch let error as KubernetesError where error.code == .notFound {
            return nil
        }
    }

    func decode<Value: Decodable>(_ answer: Answer, _ call: Call) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: answer.body)
        } catch {
            throw unreadable(error, call)
        }
    }

    /// Keys in a fixed order, so that equal objects are equal bytes.
    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
