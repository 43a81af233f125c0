import Foundation
import KubernetesAPI
import Storage

extension EnvironmentInCluster {
    /// An environment's two Flux objects.
    struct FluxState: Sendable {
        var gitRepository: GitRepository
        var kustomization: Kustomization

        /// What they say of themselves.
        var source: FluxObservation { FluxObservation(gitRepository) }
        var applied: FluxObservation { FluxObservation(kustomization) }

        func diagnosis(in namespace: NamespaceName, silence: Double, at now: Date) -> FluxDiagnosis {
            let flux = ObservedFlux(gitRepository: gitRepository, kustomization: kustomization, silence: silence)
            return FluxDiagnosis(flux, namespace: namespace, now: now)
        }
    }

    /// Asks Flux to look now instead of after its interval: the source first, then what is made from it.
    /// - Returns: false if one of the objects does not exist; nothing is created then.
    func requestReconciliation(_ token: ReconcileToken) async throws -> Bool {
        let annotations = [ReconcileToken.annotation: token.value]
        let source = try await client.annotate(
            GitRepository.self, names.gitRepository, in: namespace, annotations: annotations)
        guard source != nil else { return false }
        return try await client.annotate(
            Kustomization.self, kustomizationName, in: namespace, annotations: annotations) != nil
    }

    /// - Returns: `nil` if one of the objects does not exist.
    func fluxState() async throws -> FluxState? {
        async let found = client.get(GitRepository.self, names.gitRepository, in: namespace)
        async let applied = client.get(Kustomization.self, kustomizationName, in: namespace)
        guard let source = try await found, let kustomization = try await applied else { return nil }
        return FluxState(gitRepository: source, kustomization: kustomization)
    }
}
