import KubernetesAPI

/// Whether the cluster answers, takes our credential, and has Flux.
struct ClusterCheck: Sendable {
    let cluster: KubernetesClient

    func run() async throws {
        try await cluster.ready()
        let namespaces = try await cluster.mayI("patch", Namespace.resource)
        guard namespaces.allowed else {
            throw Unhealthy(
                "The cluster does not let Slipway apply namespaces.",
                whatToDo: "Grant it the ClusterRole of its manifests.")
        }
        for resource in [GitRepository.resource, Kustomization.resource] {
            guard try await cluster.serves(resource) else {
                throw Unhealthy("The cluster does not know \(resource.kind): Flux is not installed there.")
            }
        }
    }
}

/// Something answers, but not as it must.
struct Unhealthy: Error, CustomStringConvertible {
    let what: String
    let whatToDo: String

    init(_ what: String, whatToDo: String = "") {
        self.what = what
        self.whatToDo = whatToDo
    }

    var description: String { whatToDo.isEmpty ? what : "\(what) \(whatToDo)" }
}
