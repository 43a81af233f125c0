import Foundation

/// Makes the ReplicaSets and pods of Deployments, one revision after the other, as kube-controller-manager does.
struct DeploymentController: Controller {
    let context: ControllerContext
    private let progress = RolloutProgress()

    init(context: ControllerContext) { self.context = context }

    func keys(after change: ObjectChange) -> [ClusterStore.Key] {
        let object = change.object
        if object.namespace == ClusterStore.fluxPlace { return [] }
        switch object.kind {
        case "Deployment" where change.kind != .deleted: return [.init(namespace: object.namespace, name: object.name)]
        case "ReplicaSet": return owner(of: object, kind: "Deployment")
        case "Pod":
            // The ReplicaSet is named after its Deployment and the hash of the template.
            return owner(of: object, kind: "ReplicaSet").map { key in
                let name = key.name.split(separator: "-").dropLast().joined(separator: "-")
                return .init(namespace: key.namespace, name: name)
            }
        default: return []
        }
    }

    private func owner(of object: JSONValue, kind: String) -> [ClusterStore.Key] {
        object.list("metadata", "ownerReferences").filter { $0["kind"]?.string == kind }.compactMap { reference in
            reference["name"]?.string.map { .init(namespace: object.namespace, name: $0) }
        }
    }

    func reconcile(_ key: ClusterStore.Key) async -> Duration? {
        let found = await context.store.object(kind: "Deployment", namespace: key.namespace, name: key.name)
        guard let deployment = found, !deployment.isBeingDeleted else { return nil }
        let new = await newReplicaSet(of: deployment)
        guard var sets = try? await replicaSets(of: deployment),
            let newIndex = sets.firstIndex(where: { $0.name == new })
        else { return context.timings.retry }
        let counts = RolloutPlan(deployment: deployment, sets: sets, newIndex: newIndex).replicas
        for index in sets.indices where sets[index].desired != counts[index] {
            await scale(sets[index], to: counts[index], of: deployment)
            sets[index].desired = counts[index]
        }
        var failure: APIError?
        for set in sets {
            do {
                try await ReplicaSetWork(context: context, set: set).settle()
            } catch {
                failure = error
            }
        }
        let next = await report(key, deployment: deployment, newSet: new, failure: failure)
        return failure == nil ? next : context.timings.pullRetry
    }

    private func scale(_ set: OwnedReplicaSet, to count: Int, of deployment: JSONValue) async {
        await context.store.change(
            kind: "ReplicaSet", namespace: deployment.namespace, name: set.name, manager: "kube-controller-manager"
        ) { $0["spec", "replicas"] = .int(count) }
        let word = count > set.desired ? "up" : "down"
        await EventRecorder(context: context).record(
            on: deployment, type: "Normal", reason: "ScalingReplicaSet",
            message: "Scaled \(word) replica set \(set.name) from \(set.desired) to \(count)",
            component: "deployment-controller")
    }

    // MARK: ReplicaSets

    private func replicaSets(of deployment: JSONValue) async throws -> [OwnedReplicaSet] {
        var sets: [OwnedReplicaSet] = []
        let owned = await context.store.dependents(
            of: deployment.uid, kind: "ReplicaSet", namespace: deployment.namespace)
        for object in owned {
            let pods = await context.store.dependents(of: object.uid, kind: "Pod", namespace: object.namespace)
            sets.append(OwnedReplicaSet(object: object, pods: pods))
        }
        return sets.sorted { $0.revision < $1.revision }
    }

    /// Makes the ReplicaSet of the present template if it is missing, and gives it the newest revision.
    /// - Returns: its name.
    private func newReplicaSet(of deployment: JSONValue) async -> String {
        let template = deployment["spec", "template"] ?? [:]
        let hash = Self.hash(template)
        let name = "\(deployment.name)-\(hash)"
        let owned = await context.store.dependents(
            of: deployment.uid, kind: "ReplicaSet", namespace: deployment.namespace)
        let latest = owned.map(OwnedReplicaSet.revision).max() ?? 0
        let existing = owned.first { $0.name == name }
        let revision = existing.map(OwnedReplicaSet.revision) == latest && latest > 0 ? latest : latest + 1
        if existing == nil {
            _ = try? await context.store.create(
                replicaSet(name, hash: hash, revision: revision, of: deployment), manager: "kube-controller-manager")
        } else if revision != latest {
            await annotate("ReplicaSet", name, revision: revision, in: deployment.namespace)
        }
        if deployment.annotations[OwnedReplicaSet.revisionAnnotation] != String(revision) {
            await annotate("Deployment", deployment.name, revision: revision, in: deployment.namespace)
        }
        return name
    }

    private func annotate(_ kind: String, _ name: String, revision: Int, in namespace: String) async {
        await context.store.change(kind: kind, namespace: namespace, name: name, manager: "kube-controller-manager") {
            $0["metadata", "annotations", OwnedReplicaSet.revisionAnnotation] = .string(String(revision))
        }
    }

    private func replicaSet(_ name: String, hash: String, revision: Int, of deployment: JSONValue) -> JSONValue {
        var template = deployment["spec", "template"] ?? [:]
        template["metadata", "labels", "pod-template-hash"] = .string(hash)
        var selector = deployment["spec", "selector"] ?? [:]
        selector["matchLabels", "pod-template-hash"] = .string(hash)
        return [
            "apiVersion": "apps/v1", "kind": "ReplicaSet",
            "metadata": [
                "name": .string(name), "namespace": .string(deployment.namespace),
                "labels": template["metadata", "labels"] ?? [:],
                "annotations": .object([OwnedReplicaSet.revisionAnnotation: .string(String(revision))]),
                "ownerReferences": [.ownerReference(to: deployment)],
            ],
            "spec": ["replicas": 0, "selector": selector, "template": template],
        ]
    }

    /// Ten characters that stand for a pod template.
    static func hash(_ template: JSONValue) -> String {
        var state: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in template.serialized() { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let letters = Array("bcdfghjklmnpqrstvwxz2456789")
        return String(
            (0..<10).map { _ in
                let letter = letters[Int(state % UInt64(letters.count))]
                state /= UInt64(letters.count)
                return letter
            })
    }

    // MARK: Status

    private func report(
        _ key: ClusterStore.Key, deployment: JSONValue, newSet: String, failure: APIError?
    ) async -> Duration? {
        guard let sets = try? await replicaSets(of: deployment) else { return nil }
        let status = RolloutStatus(deployment: deployment, sets: sets, newSet: newSet)
        let deadline = context.timings.scaled(
            Duration.seconds(deployment["spec", "progressDeadlineSeconds"]?.int ?? 600) * context.timings.patience)
        let left = await progress.remaining(
            of: deadline, for: key, signature: status.signature, now: context.now())
        let time = context.timestamp
        await context.store.change(
            kind: "Deployment", namespace: key.namespace, name: key.name, manager: "kube-controller-manager",
            status: true
        ) {
            status.write(into: &$0, timedOut: left <= .zero, failure: failure, time: time)
        }
        return status.isComplete || left <= .zero ? nil : left
    }
}

extension JSONValue {
    static func ownerReference(to owner: JSONValue) -> JSONValue {
        [
            "apiVersion": owner["apiVersion"] ?? "", "kind": .string(owner.kind), "name": .string(owner.name),
            "uid": .string(owner.uid), "controller": true, "blockOwnerDeletion": true,
        ]
    }
}
