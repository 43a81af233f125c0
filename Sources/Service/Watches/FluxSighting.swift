import Automations
import Foundation
import KubernetesAPI
import Storage

/// A GitRepository or Kustomization as a watch saw it.
struct FluxSighting: Sendable {
    let place: ProjectPlace
    private let kind: GitOpsResourceRecord.Kind
    private let name: String
    private let namespace: String
    private let observation: FluxObservation

    init?(_ source: GitRepository) {
        self.init(.gitRepository, source.metadata, FluxObservation(source))
    }

    init?(_ kustomization: Kustomization) {
        self.init(.kustomization, kustomization.metadata, FluxObservation(kustomization))
    }

    private init?(
        _ kind: GitOpsResourceRecord.Kind, _ metadata: ObjectMeta<NamespaceName>, _ observation: FluxObservation
    ) {
        guard let place = ProjectPlace(namespace: metadata.namespace) else { return nil }
        self.place = place
        self.kind = kind
        name = metadata.name.text
        namespace = metadata.namespace.text
        self.observation = observation
    }

    /// Stores what was seen, if it differs from what is stored; objects of projects that are not known here are left out.
    func record(in database: Database, isGone: Bool, at now: Date) async throws {
        let isNews = try await database.read { try news(in: $0, isGone: isGone, at: now) != nil }
        guard isNews else { return }
        try await database.write { transaction in
            guard let seen = try news(in: transaction, isGone: isGone, at: now) else { return }
            try transaction.gitopsResources.save(seen)
        }
    }

    private func news(in transaction: Transaction, isGone: Bool, at now: Date) throws -> GitOpsResourceRecord? {
        guard try transaction.projects.find(place.project.value) != nil else { return nil }
        let known = try transaction.gitopsResources.find(kind, namespace: namespace, name: name)
        var seen = resource(isGone: isGone, at: known?.updated ?? now)
        if seen == known { return nil }
        seen.updated = now
        return seen
    }

    private func resource(isGone: Bool, at date: Date) -> GitOpsResourceRecord {
        let (status, message) = isGone ? (.failed, "it was deleted from the cluster") : state
        return GitOpsResourceRecord(
            project: place.project.value, environment: place.environment, kind: kind, name: name,
            namespace: namespace, status: status, message: message, revision: observation.revision, updated: date)
    }

    private var state: (GitOpsResourceRecord.Status, String?) {
        if observation.isSuspended { return (.pending, "suspended") }
        let ready = observation.conditions["Ready"]
        guard observation.observedGeneration == observation.generation, let ready else {
            // A source whose first fetch failed stays unobserved; what it says of that is worth knowing.
            return (.pending, ready?.status == .no ? ready?.message : nil)
        }
        switch ready.status {
        case .yes: return (.ready, ready.message)
        case .no: return (.failed, ready.message)
        default: return (.pending, ready.message)
        }
    }
}
