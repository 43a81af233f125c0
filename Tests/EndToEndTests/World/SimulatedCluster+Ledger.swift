import Simulation

extension SimulatedCluster {
    /// The names of the objects that were asked to be reconciled, with the token, in order.
    var reconcileRequests: [(kind: String, namespace: String, token: String)] {
        get async {
            await requests().filter { $0.fieldManager == "slipway-reconcile" && $0.status == 200 }.map { request in
                let body = try? JSONValue(parsing: request.body)
                let token = body?["metadata"]?["annotations"]?["reconcile.fluxcd.io/requestedAt"]?.string ?? ""
                let kinds = ["gitrepositories": "GitRepository", "kustomizations": "Kustomization"]
                return (kinds[request.resource] ?? request.resource, request.namespace, token)
            }
        }
    }

    /// How often Slipway changed something.
    var writes: Int {
        get async { await requests().count { $0.verb == "patch" } }
    }
}

extension JSONValue {
    var name: String { self["metadata"]?["name"]?.string ?? "" }
    var namespace: String { self["metadata"]?["namespace"]?.string ?? "" }

    func condition(_ type: String) -> JSONValue? {
        self["status"]?["conditions"]?.array?.first { $0["type"]?.string == type }
    }
}
