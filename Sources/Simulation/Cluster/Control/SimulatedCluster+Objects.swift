import Foundation

extension SimulatedCluster {
    /// All objects of a kind, such as `Deployment`, sorted by namespace and name.
    /// - Parameter namespace: only of this namespace; `nil` for all.
    public func objects(_ kind: String, namespace: String? = nil) async -> [JSONValue] {
        await store.objects(kind: kind, namespace: namespace)
    }

    /// One object; `nil` if it does not exist.
    public func object(_ kind: String, namespace: String = "", name: String) async -> JSONValue? {
        await store.object(kind: kind, namespace: namespace, name: name)
    }

    /// Writes an object as `kubectl apply --server-side --force-conflicts` by this manager.
    @discardableResult
    public func apply(_ object: JSONValue, manager: String = "kubectl") async throws -> JSONValue {
        try await store.apply(object, manager: manager)
    }

    /// Deletes an object as `kubectl delete` does.
    public func delete(_ kind: String, namespace: String = "", name: String) async throws {
        try await store.delete(kind: kind, namespace: namespace, name: name)
    }

    /// Holds a namespace in `Terminating` for ever by a ConfigMap whose finalizer nobody removes, and deletes it.
    public func makeStuckTerminating(namespace: String) async throws {
        let hold: JSONValue = [
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": ["name": "held", "namespace": .string(namespace), "finalizers": ["example.dev/hold"]],
        ]
        try await apply(hold, manager: "simulation")
        try await delete("Namespace", name: namespace)
    }

    /// Puts every object whose namespace or name holds a text there once more for each of these other texts: a cluster of
    /// any size from one project. Open watches have to list again.
    public func copyObjects(holding text: String, as others: [String]) async {
        await store.copyObjects(holding: text, as: others)
        await store.endWatches()
    }

    /// Lets cert-manager sign what its issuers were asked for and held back.
    public func issueCertificates() async {
        for certificate in await store.objects(kind: "Certificate", namespace: nil) {
            let time = await store.timestamp
            await store.change(
                kind: "Certificate", namespace: certificate.namespace, name: certificate.name,
                manager: "cert-manager", status: true
            ) { $0.setIssued(time) }
        }
    }

    /// Takes the Flux types away with all their objects: their paths answer 404 in plain text.
    public func removeFluxTypes() async {
        await store.removeTypes { type in ResourceTable.flux.contains { $0.id == type.id } }
    }

    /// Installs the Flux types again.
    public func installFluxTypes() async { await store.installTypes(ResourceTable.flux) }

    /// Waits until the condition holds; it is looked at after every change of an object.
    /// - Throws: `WaitTimedOut` with `what` when it did not in time.
    public func waitUntil(
        _ what: String, within limit: Duration = .seconds(60),
        _ condition: @Sendable (SimulatedCluster) async -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        var seen = -1
        while true {
            let version = await store.version
            if version != seen, await condition(self) { return }
            seen = version
            guard await store.waitForChange(after: version, until: deadline) else {
                throw WaitTimedOut(condition: what, after: limit)
            }
        }
    }

    static func kubeconfig(server: String, authority: String, token: String) -> String {
        let data = Data(authority.utf8).base64EncodedString()
        let trust = authority.isEmpty ? "" : "\n    certificate-authority-data: \(data)"
        return """
            apiVersion: v1
            kind: Config
            clusters:
            - name: simulated
              cluster:
                server: \(server)\(trust)
            users:
            - name: simulated
              user:
                token: \(token)
            contexts:
            - name: simulated
              context: { cluster: simulated, user: simulated }
            current-context: simulated

            """
    }
}
