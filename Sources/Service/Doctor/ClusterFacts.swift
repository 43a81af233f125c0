import Foundation
import KubernetesAPI

/// What the cluster says about itself and about us, asked for at most once each.
struct ClusterFacts: Sendable {
    let draft: ConfigurationDraft
    /// Whether it answers, whatever it thinks of the credential.
    let reached: Fact<Void>
    let version: Fact<ServerVersion>
    let fluxTypes: Fact<FluxTypes>
    let fluxControllers: Fact<[Deployment]>
    let projectsPolicy: Fact<ProjectsPolicy>
    private let client: Fact<KubernetesClient>

    init(_ draft: ConfigurationDraft, client: Result<KubernetesClient, any Error>) {
        self.draft = draft
        let client = Fact { try client.get() }
        self.client = client
        reached = Fact {
            do {
                try await client.value.ready()
            } catch let error as KubernetesError where [401, 403].contains(error.status) {
                // An answer all the same.
            }
        }
        version = Fact { try await client.value.version() }
        fluxTypes = Fact { try await FluxTypes(of: client.value) }
        fluxControllers = Fact { try await FluxController.deployments(in: client.value) }
        projectsPolicy = Fact { try await ProjectsPolicy(of: client.value) }
    }

    /// The client, when the cluster answers.
    func connected() async throws -> KubernetesClient {
        let client = try await client.value(else: "there is no way to the cluster.")
        try await reached.value(else: "the cluster does not answer.")
        return client
    }

    /// The client, when the cluster answers and takes the credential.
    func signedIn() async throws -> KubernetesClient {
        let client = try await connected()
        _ = try await version.value(else: "the cluster does not take the credential.")
        return client
    }

    /// `kubectl`, with the kubeconfig and the context that Slipway uses.
    var kubectl: String {
        let file = draft.configuration.kubeconfig.map { " --kubeconfig \($0)" } ?? ""
        let context = draft.configuration.kubeconfigContext.map { " --context \($0)" } ?? ""
        return "kubectl\(file)\(context)"
    }
}
