/// Flux's kustomize-controller: builds every Kustomization from its source and applies it.
struct KustomizeController: Controller {
    let context: ControllerContext
    let artifacts: ArtifactStorage
    private let failures = FailureCount()

    init(context: ControllerContext, artifacts: ArtifactStorage) {
        self.context = context
        self.artifacts = artifacts
    }

    /// Why a pass ended without success: reason and message of the `Ready` condition.
    struct Failure: Error, Sendable {
        let reason: String
        let message: String
    }

    func keys(after change: ObjectChange) async -> [ClusterStore.Key] {
        switch change.object.kind {
        case "Kustomization" where Flux.isCause(change):
            return [.init(namespace: change.object.namespace, name: change.object.name)]
        case "GitRepository":
            let revision = change.object["status", "artifact", "revision"]
            guard revision != nil, revision != change.previous?["status", "artifact", "revision"] else { return [] }
            return await kustomizations(of: change.object)
        default: return []
        }
    }

    func reconcile(_ key: ClusterStore.Key) async -> Duration? {
        guard
            let kustomization = await context.store.object(
                kind: "Kustomization", namespace: key.namespace, name: key.name)
        else { return nil }
        let pass = KustomizationPass(context: context, artifacts: artifacts, kustomization: kustomization)
        guard !kustomization.isBeingDeleted else {
            await pass.finalize()
            return nil
        }
        guard !Task.isCancelled else { return nil }
        if kustomization["spec", "suspend"] == true || kustomization["spec"] == nil {
            await pass.skip()
            return nil
        }
        if await pass.run() {
            await failures.reset(key)
            return context.timings.scaled(pass.interval)
        }
        guard let retry = Flux.duration(kustomization["spec", "retryInterval"]?.string) else {
            return await failures.pause(after: key, first: context.timings.retry)
        }
        return context.timings.scaled(retry)
    }

    private func kustomizations(of source: JSONValue) async -> [ClusterStore.Key] {
        await context.store.objects(kind: "Kustomization").filter { object in
            object["spec", "sourceRef", "name"]?.string == source.name
                && (object["spec", "sourceRef", "namespace"]?.string ?? object.namespace) == source.namespace
        }.map { .init(namespace: $0.namespace, name: $0.name) }
    }
}
