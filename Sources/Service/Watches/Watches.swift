import Automations
import Foundation
import KubernetesAPI
import Logging
import RunEngine
import ServiceLifecycle
import Storage

/// Watches what Flux and the workloads do, keeps the stored state of Flux objects right and wakes the runs that wait for it.
///
/// A cluster that is away is asked again and again; after it is back everything is told anew.
struct Watches: ServiceLifecycle.Service {
    let cluster: KubernetesClient
    let database: Database
    let engine: RunEngine
    let logger: Logger
    var jitter: @Sendable () -> Double = { .random(in: 0..<1) }
    let now: @Sendable () -> Date

    private static let ours = Selector.labelled([ProjectNames.managedBy: ProjectNames.fieldManager])
    private static let appliedByFlux = Selector(labels: ProjectNames.fluxNameLabel)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await watch(GitRepository.self, Self.ours) { await flux(FluxSighting($0), $1) } }
                group.addTask { await watch(Kustomization.self, Self.ours) { await flux(FluxSighting($0), $1) } }
                group.addTask {
                    await watch(KubernetesAPI.Deployment.self, Self.appliedByFlux) { await workload($0, $1) }
                }
            }
        }
    }

    private func watch<Object: NamespacedObject>(
        _ type: Object.Type, _ selector: Selector, _ changed: (Object, _ isGone: Bool) async -> Void
    ) async {
        let kind = Object.resource.plural
        var isInterrupted = false
        for await element in cluster.listWatch(type, in: .everyNamespace, matching: selector, jitter: jitter) {
            switch element {
            case .added(let object), .modified(let object): await changed(object, false)
            case .deleted(let object): await changed(object, true)
            case .synchronized:
                if isInterrupted { logger.info("\(kind) are watched again") }
                isInterrupted = false
            case .interrupted(let error, let pause):
                logger.log(
                    level: isInterrupted ? .debug : .warning, "\(kind) cannot be watched for now",
                    metadata: ["reason": "\(error.whatHappened)", "again in": "\(pause.milliseconds) ms"])
                isInterrupted = true
            }
        }
    }

    private func flux(_ sighting: FluxSighting?, _ isGone: Bool) async {
        guard let sighting else { return }
        await survive("a Flux object could not be recorded") {
            try await sighting.record(in: database, isGone: isGone, at: now())
            try await engine.wake(WakeKey.flux(sighting.place.project, sighting.place.environment))
        }
    }

    private func workload(_ deployment: KubernetesAPI.Deployment, _ isGone: Bool) async {
        guard let place = ProjectPlace(namespace: deployment.metadata.namespace) else { return }
        await survive("a waiting run could not be woken") {
            try await engine.wake(WakeKey.workload(place.project, place.environment))
        }
    }

    private func survive(_ what: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch is CancellationError {
            return
        } catch {
            logger.error("\(what)", metadata: ["reason": "\(error.sentence)"])
        }
    }
}
