import Foundation
import KubernetesAPI
import Logging
import RunEngine
import Storage

extension CleanUp {
    /// One environment: its Kustomization, its GitRepository, its namespace; each is waited for.
    func remove(_ environment: EnvironmentName, _ context: RunContext) async throws {
        let place = EnvironmentInCluster(
            client: bench.cluster, project: try await context.identity(), environment: environment)
        let remains: EnvironmentRemains = try await context.step("note what is there", retry: .persistent) { _ in
            try await place.remains()
        }
        if let uid = remains.kustomization { try await removeKustomization(uid, place, context) }
        if let uid = remains.source { try await removeSource(uid, place, context) }
        if let uid = remains.namespace { try await removeNamespace(uid, place, context) }
        let (id, now) = (context.project, context.now)
        try await context.record("note that it is gone") { tx in
            _ = try tx.environments.update(id, environment, at: now) { $0.leave() }
        }
    }

    /// Flux that does not answer in time holds nobody up: what it applied goes with the namespace.
    private func removeKustomization(
        _ uid: String, _ place: EnvironmentInCluster, _ context: RunContext
    ) async throws {
        try await context.step("delete the Kustomization", retry: .persistent) { _ in
            try await place.deleteKustomization(uid: uid)
        }
        try await wait("the Kustomization", for: "Flux to prune what it applied", place, context) {
            try await place.hasKustomization(uid: uid) ? nil : true
        }
    }

    private func removeSource(_ uid: String, _ place: EnvironmentInCluster, _ context: RunContext) async throws {
        try await context.step("delete the GitRepository", retry: .persistent) { _ in
            try await place.deleteSource(uid: uid)
        }
        try await wait("the GitRepository", for: "Flux to let go of the source", place, context) {
            try await place.hasSource(uid: uid) ? nil : true
        }
    }

    private func wait(
        _ name: String, for subject: String, _ place: EnvironmentInCluster, _ context: RunContext,
        check: () async throws -> Bool?
    ) async throws {
        let _: Waited<Bool> = try await context.wait(
            name, for: subject, timeout: .seconds(settings.patience.flux),
            checkEvery: .seconds(settings.patience.recheck),
            wakeOn: [WakeKey.flux(place.project.id, place.environment)], check: check)
    }

    // MARK: The namespace

    private static let longest = Duration.seconds(30 * 86_400)

    private func removeNamespace(_ uid: String, _ place: EnvironmentInCluster, _ context: RunContext) async throws {
        try await context.step("delete the namespace", retry: .persistent) { _ in
            try await place.deleteNamespace(uid: uid)
        }
        let began = context.recordedNow
        let end: Waited<Bool> = try await context.wait(
            "the namespace", for: "the namespace \(place.namespace) to be gone", timeout: Self.longest,
            checkEvery: .seconds(min(settings.patience.recheck, 5)), wakeOn: [WakeKey.cleanUp(context.project)]
        ) {
            guard let namespace = try await place.leavingNamespace(uid: uid) else { return true }
            try await look(at: namespace, since: began, place, context)
            return nil
        }
        guard end.value == nil else { return }
        throw StuckNamespace(place.namespace, [], for: Self.longest.seconds).error(of: place.project.fullName)
    }

    /// Tells what holds a namespace, and takes it away if a person said so.
    private func look(
        at namespace: Namespace, since began: Date, _ place: EnvironmentInCluster, _ context: RunContext
    ) async throws {
        let age = context.now.timeIntervalSince(began)
        let stuck = StuckNamespace(place.namespace, namespace.status?.conditions ?? [], for: age)
        let id = context.project
        if !stuck.remaining.isEmpty, try await context.read({ try $0.archivals.find(id)?.removesFinalizers }) == true {
            await removeFinalizers(stuck, place, context)
        }
        guard age >= settings.patience.recheck * 2 else { return }
        try await tell(stuck.trouble(of: place.project.fullName), place.environment, context)
    }

    private func tell(_ trouble: Trouble, _ environment: EnvironmentName, _ context: RunContext) async throws {
        let (id, settings, now) = (context.project, settings, context.now)
        try await context.write { tx in
            guard let record = try tx.environments.find(id, environment), record.trouble?.why != trouble.why else {
                return
            }
            try tx.environments.update(id, environment, at: now) { record in
                (record.state, record.trouble) = (.degraded, trouble)
                record.message = trouble.summary ?? trouble.what
            }
            try tx.tellNewest(of: id, settings, at: now)
        }
    }

    /// Without the right to do so nothing happens: the explanation names the command.
    private func removeFinalizers(
        _ stuck: StuckNamespace, _ place: EnvironmentInCluster, _ context: RunContext
    ) async {
        for type in stuck.remaining {
            do {
                guard let version = try await bench.cluster.preferredVersion(of: type.group) else { continue }
                let resource = ResourceType(group: type.group, version: version, plural: type.plural, kind: type.plural)
                for object in try await bench.cluster.heldObjects(resource, in: place.namespace) {
                    let isDone = try await bench.cluster.removeFinalizers(of: object, in: place.namespace)
                    guard isDone else { continue }
                    context.logger.warning(
                        "finalizers removed because a person said so",
                        metadata: [
                            "object": "\(resource)/\(object.name)", "namespace": "\(place.namespace)",
                            "finalizers": "\(object.finalizers.joined(separator: ", "))",
                        ])
                }
            } catch {
                context.logger.warning(
                    "finalizers could not be removed",
                    metadata: ["type": "\(type.description)", "namespace": "\(place.namespace)", "reason": "\(error)"])
            }
        }
    }
}

extension KubernetesClient {
    /// Nil for a group that the cluster does not know.
    fileprivate func preferredVersion(of group: String) async throws -> String? {
        group.isEmpty ? "v1" : try await versions(ofGroup: group).first
    }
}

extension Duration {
    fileprivate var seconds: Double { Double(components.seconds) }
}
