/// One pass of kustomize-controller over one Kustomization.
struct KustomizationPass: Sendable {
    typealias Failure = KustomizeController.Failure

    let context: ControllerContext
    let artifacts: ArtifactStorage
    /// As it was when the pass began.
    let kustomization: JSONValue

    var key: ClusterStore.Key { .init(namespace: kustomization.namespace, name: kustomization.name) }
    var interval: Duration { Flux.duration(kustomization["spec", "interval"]?.string) ?? .seconds(300) }
    var timeout: Duration { Flux.duration(kustomization["spec", "timeout"]?.string) ?? interval }

    /// - Returns: whether it ended with success.
    func run() async -> Bool {
        if !kustomization.finalizers.contains(Flux.finalizer) {
            await change(status: false) { $0.addFinalizer(Flux.finalizer) }
        }
        var attempted: String?
        do {
            let revision = try await sourceRevision()
            try await checkDependencies()
            attempted = revision
            await progress("Building manifests for revision \(revision) with a timeout of \(Self.text(timeout))")
            await context.work(context.timings.build)
            let objects = try await build()
            let inventory = try await KustomizationApply(context: context, kustomization: kustomization).apply(objects)
            try await waitForHealth(of: objects, revision: revision)
            await succeeded(revision, inventory: inventory)
            return true
        } catch {
            guard !Task.isCancelled else { return false }
            await failed(error, attempted: attempted)
            return false
        }
    }

    // MARK: Source and dependencies

    private func sourceRevision() async throws(Failure) -> String {
        let reference = kustomization["spec", "sourceRef"] ?? [:]
        let name = reference["name"]?.string ?? ""
        let namespace = reference["namespace"]?.string ?? kustomization.namespace
        guard let source = await context.store.object(kind: "GitRepository", namespace: namespace, name: name) else {
            throw Failure(reason: "ArtifactFailed", message: "Source 'GitRepository/\(namespace)/\(name)' not found")
        }
        guard let revision = source["status", "artifact", "revision"]?.string else {
            throw Failure(reason: "ArtifactFailed", message: "Source artifact not found, retrying in 30s")
        }
        return revision
    }

    private func checkDependencies() async throws(Failure) {
        for dependency in kustomization.list("spec", "dependsOn") {
            let name = dependency["name"]?.string ?? ""
            let namespace = dependency["namespace"]?.string ?? kustomization.namespace
            let found = await context.store.object(kind: "Kustomization", namespace: namespace, name: name)
            guard let found else {
                throw Failure(
                    reason: "DependencyNotReady", message: "dependency '\(namespace)/\(name)' not found")
            }
            if found.condition("Ready")?["status"] != "True"
                || found["status", "observedGeneration"]?.int != found.generation
            {
                throw Failure(
                    reason: "DependencyNotReady", message: "dependency '\(namespace)/\(name)' is not ready")
            }
        }
    }

    private func build() async throws(Failure) -> [JSONValue] {
        let reference = kustomization["spec", "sourceRef"] ?? [:]
        let source = ClusterStore.Key(
            namespace: reference["namespace"]?.string ?? kustomization.namespace,
            name: reference["name"]?.string ?? "")
        let build = KustomizeBuild(files: await artifacts.snapshot(of: source)?.files ?? [:])
        let path = KustomizeBuild.normal(kustomization["spec", "path"]?.string ?? "")
        guard build.hasFolder(path) else {
            throw Failure(
                reason: "ArtifactFailed",
                message: "kustomization path not found: stat /tmp/kustomization-1/\(path): no such file or directory")
        }
        do {
            return try build.build(path, amend: amend)
        } catch {
            throw Failure(reason: "BuildFailed", message: "kustomize build failed: \(error)")
        }
    }

    /// What Flux writes into the folder's kustomization: images, patches, namespace, prefix and suffix of the spec.
    private func amend(_ file: inout JSONValue) {
        var images = file.list("images")
        for image in kustomization.list("spec", "images") {
            images.removeAll { $0["name"] == image["name"] }
            images.append(image)
        }
        if !images.isEmpty { file["images"] = .array(images) }
        let patches = kustomization.list("spec", "patches")
        if !patches.isEmpty { file["patches"] = .array(file.list("patches") + patches) }
        for (field, name) in [
            ("targetNamespace", "namespace"), ("namePrefix", "namePrefix"), ("nameSuffix", "nameSuffix"),
        ] {
            if let value = kustomization["spec", field] { file[name] = value }
        }
    }

    // MARK: Health

    private func waitForHealth(of objects: [JSONValue], revision: String) async throws(Failure) {
        guard kustomization["spec", "wait"] == true else { return }
        await progress("Running health checks for revision \(revision) with a timeout of \(Self.text(timeout))")
        let deadline = ContinuousClock.now + context.timings.scaled(timeout)
        while true {
            let version = await context.store.version
            let unhealthy = await unhealthy(objects)
            if unhealthy.isEmpty { return }
            let failed = unhealthy.filter { $0.contains("'Failed'") }
            if !failed.isEmpty {
                throw Failure(
                    reason: "HealthCheckFailed",
                    message: "failed early due to stalled resources: [\(failed.joined(separator: ", "))]")
            }
            let changed = await context.store.waitForChange(after: version, until: deadline)
            if !changed || ContinuousClock.now >= deadline || Task.isCancelled {
                throw Failure(
                    reason: "HealthCheckFailed",
                    message: "health check failed after \(Self.text(timeout)): timeout waiting for: "
                        + "[\(unhealthy.joined(separator: ", "))]")
            }
        }
    }

    private func unhealthy(_ objects: [JSONValue]) async -> [String] {
        var unhealthy: [String] = []
        for object in objects where object.kind == "Deployment" {
            let live = await context.store.object(kind: "Deployment", namespace: object.namespace, name: object.name)
            guard let live else { continue }
            let rollout = RolloutState(live)
            if rollout.isComplete { continue }
            let word = rollout.hasFailed ? "Failed" : "InProgress"
            unhealthy.append("Deployment/\(object.namespace)/\(object.name) status: '\(word)'")
        }
        return unhealthy
    }

    /// As Go prints a duration: `1m30s`.
    static func text(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        return seconds < 60 ? "\(seconds)s" : "\(seconds / 60)m\(seconds % 60)s"
    }

    func change(status: Bool = true, _ transform: @Sendable (inout JSONValue) -> Void) async {
        await context.store.change(
            kind: "Kustomization", namespace: key.namespace, name: key.name, manager: "kustomize-controller",
            status: status, transform)
    }
}
