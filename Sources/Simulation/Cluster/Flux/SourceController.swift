import Crypto
import Foundation

/// Flux's source-controller: fetches the branch of every GitRepository.
struct SourceController: Controller {
    let context: ControllerContext
    let sources: any SourceFetching
    let artifacts: ArtifactStorage
    private let failures = FailureCount()

    init(context: ControllerContext, sources: any SourceFetching, artifacts: ArtifactStorage) {
        self.context = context
        self.sources = sources
        self.artifacts = artifacts
    }

    func keys(after change: ObjectChange) -> [ClusterStore.Key] {
        guard change.object.kind == "GitRepository", Flux.isCause(change) else { return [] }
        return [.init(namespace: change.object.namespace, name: change.object.name)]
    }

    func reconcile(_ key: ClusterStore.Key) async -> Duration? {
        guard
            let repository = await context.store.object(
                kind: "GitRepository", namespace: key.namespace, name: key.name)
        else { return nil }
        guard !repository.isBeingDeleted else {
            await change(key, status: false) { $0.removeFinalizer(Flux.finalizer) }
            return nil
        }
        if !repository.finalizers.contains(Flux.finalizer) {
            await change(key, status: false) { $0.addFinalizer(Flux.finalizer) }
        }
        if repository["spec", "suspend"] == true || repository["spec"] == nil {
            await change(key) { $0.setHandled(repository) }
            return nil
        }
        await beginning(repository, key)
        await context.work(context.timings.fetch)
        guard !Task.isCancelled else { return nil }
        return await fetch(repository, key)
    }

    private func fetch(_ repository: JSONValue, _ key: ClusterStore.Key) async -> Duration? {
        do {
            let request = try await request(for: repository, key)
            let snapshot = try await sources.fetchSource(request)
            await artifacts.store(snapshot, of: key)
            await stored(snapshot, branch: request.branch, repository, key)
            await failures.reset(key)
            return context.timings.scaled(Flux.duration(repository["spec", "interval"]?.string) ?? .seconds(60))
        } catch {
            await failed(error, repository, key)
            return await failures.pause(after: key, first: context.timings.retry)
        }
    }

    private func request(
        for repository: JSONValue, _ key: ClusterStore.Key
    ) async throws(SourceFailure) -> SourceRequest {
        let url = repository["spec", "url"]?.string ?? ""
        let branch = repository["spec", "ref", "branch"]?.string ?? "master"
        let proxy = try await proxy(repository, key)
        guard let name = repository["spec", "secretRef", "name"]?.string else {
            return SourceRequest(url: url, branch: branch, proxy: proxy)
        }
        let secret = try await secret(name, key, failure: "failed to get secret")
        return SourceRequest(
            url: url, branch: branch, username: secret.text("username"), password: secret.text("password"), proxy: proxy
        )
    }

    private func proxy(
        _ repository: JSONValue, _ key: ClusterStore.Key
    ) async throws(SourceFailure) -> SourceRequest.Proxy? {
        guard let name = repository["spec", "proxySecretRef", "name"]?.string else { return nil }
        let failure = "failed to configure proxy options: "
        let secret = try await secret(name, key, failure: failure + "failed to get proxy secret")
        guard let address = secret.text("address") else {
            throw SourceFailure(
                reason: "AuthenticationFailed",
                message: failure + "invalid proxy secret '\(key.namespace)/\(name)': key 'address' is missing")
        }
        return .init(address: address, username: secret.text("username"), password: secret.text("password"))
    }

    private func secret(
        _ name: String, _ key: ClusterStore.Key, failure: String
    ) async throws(SourceFailure) -> JSONValue {
        if let secret = await context.store.object(kind: "Secret", namespace: key.namespace, name: name) {
            return secret
        }
        throw SourceFailure(
            reason: "AuthenticationFailed",
            message: "\(failure) '\(key.namespace)/\(name)': secrets \"\(name)\" not found")
    }

    // MARK: Status

    /// A new generation or a first fetch shows as progress; a routine one does not.
    private func beginning(_ repository: JSONValue, _ key: ClusterStore.Key) async {
        let generation = repository.generation
        guard repository["status", "observedGeneration"]?.int != generation || repository["status", "artifact"] == nil
        else { return }
        let time = context.timestamp
        await change(key) {
            let text = "reconciling new object generation (\(generation))"
            $0.setCondition(
                "Reconciling", "True", reason: "Progressing", message: text, time: time, generation: generation)
            $0.setCondition(
                "Ready", "Unknown", reason: "Progressing", message: text, time: time, generation: generation)
        }
    }

    private func stored(
        _ snapshot: SourceSnapshot, branch: String, _ repository: JSONValue, _ key: ClusterStore.Key
    ) async {
        let revision = "\(branch)@sha1:\(snapshot.commit)"
        let time = context.timestamp
        let generation = repository.generation
        let artifact = artifact(snapshot, revision: revision, key, time: time)
        await change(key) {
            if $0["status", "artifact", "revision"]?.string != revision { $0["status", "artifact"] = artifact }
            $0["status", "observedGeneration"] = .int(generation)
            $0.setHandled(repository)
            $0.removeCondition("Reconciling")
            $0.removeCondition("FetchFailed")
            let text = "stored artifact for revision '\(revision)'"
            for type in ["Ready", "ArtifactInStorage"] {
                $0.setCondition(type, "True", reason: "Succeeded", message: text, time: time, generation: generation)
            }
        }
    }

    private func artifact(
        _ snapshot: SourceSnapshot, revision: String, _ key: ClusterStore.Key, time: String
    ) -> JSONValue {
        let path = "gitrepository/\(key.namespace)/\(key.name)/\(snapshot.commit).tar.gz"
        let digest = SHA256.hash(data: Data(revision.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        return [
            "digest": .string("sha256:\(digest)"), "lastUpdateTime": .string(time), "path": .string(path),
            "revision": .string(revision), "size": .int(snapshot.files.values.reduce(0) { $0 + $1.count }),
            "url": .string("http://source-controller.flux-system.svc.cluster.local./\(path)"),
        ]
    }

    private func failed(_ failure: SourceFailure, _ repository: JSONValue, _ key: ClusterStore.Key) async {
        let time = context.timestamp
        let generation = repository.generation
        await change(key) {
            $0.setHandled(repository)
            $0.setCondition(
                "Reconciling", "True", reason: "ProgressingWithRetry", message: failure.message, time: time,
                generation: generation)
            for (type, status) in [("Ready", "False"), ("FetchFailed", "True")] {
                $0.setCondition(
                    type, status, reason: failure.reason, message: failure.message, time: time, generation: generation)
            }
        }
    }

    private func change(_ key: ClusterStore.Key, status: Bool = true, _ transform: @Sendable (inout JSONValue) -> Void)
        async
    {
        await context.store.change(
            kind: "GitRepository", namespace: key.namespace, name: key.name, manager: "source-controller",
            status: status, transform)
    }
}

extension JSONValue {
    /// A value of a Secret.
    fileprivate func text(_ field: String) -> String? {
        self["data", field]?.string.flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes into the status which request was handled: the one seen when the work began.
    mutating func setHandled(_ seen: JSONValue) {
        if let token = seen.annotations[Flux.requestedAt] {
            self["status", "lastHandledReconcileAt"] = .string(token)
        }
    }
}
