import Automations
import KubernetesAPI
import Logging
import RunEngine
import ServiceLifecycle
import Storage
import Synchronization

/// Watches workloads, pods and events in the namespaces where a run waits for pods, and nowhere else: however many projects
/// there are, only those that something happens in cost something.
///
/// It only wakes: the run looks for itself at what there is. Where a watch cannot be had, the run looks from time to time.
struct CloserLook: ServiceLifecycle.Service {
    /// In so many namespaces at a time.
    static let limit = 50
    /// What happens within this time is told together.
    private static let pause = Duration.milliseconds(300)

    private static let resources = [Deployment.resource, Pod.resource, ClusterEvent.resource]

    let cluster: KubernetesClient
    let database: Database
    let engine: RunEngine
    let logger: Logger
    var jitter: @Sendable () -> Double = { .random(in: 0..<1) }
    var clock: any Clock<Duration> = ContinuousClock()

    func run() async throws {
        let watches = Mutex<[ProjectPlace: Task<Void, Never>]>([:])
        await Beat(every: .seconds(2), clock: clock).run(on: database.changes(in: .runs)) {
            guard let wanted = await places() else { return }
            watches.withLock { watches in
                for (place, watch) in watches where !wanted.contains(place) {
                    watch.cancel()
                    watches[place] = nil
                }
                for place in wanted where watches[place] == nil && watches.count < Self.limit {
                    watches[place] = Task { await follow(place) }
                }
            }
        }
        let last = watches.withLock { $0 }
        for watch in last.values { watch.cancel() }
        for watch in last.values { await watch.value }
    }

    /// Where runs wait for pods; nil while that cannot be known.
    private func places() async -> Set<ProjectPlace>? {
        do {
            let keys = try await database.read { try $0.runs.wakeKeys(beginningWith: WakeKey.workloads) }
            return Set(keys.compactMap { ProjectPlace(workloadKey: $0) })
        } catch {
            logger.debug("what waits for pods is not known for now", metadata: ["reason": "\(error.sentence)"])
            return nil
        }
    }

    private func follow(_ place: ProjectPlace) async {
        let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            for resource in Self.resources { group.addTask { await follow(resource, in: place, signal) } }
            group.addTask {
                for await _ in signals {
                    await wake(place)
                    try? await clock.sleep(for: Self.pause)
                }
            }
        }
    }

    private func follow(
        _ resource: ResourceType, in place: ProjectPlace, _ signal: AsyncStream<Void>.Continuation
    ) async {
        let objects = cluster.observe(
            resource, in: place.namespace, matching: .everything, extent: .metadata, from: .now, jitter: jitter)
        for await element in objects {
            switch element {
            // What happened before the watch began was told to nobody.
            case .complete, .changed: signal.yield()
            case .interrupted(let error, _):
                logger.debug(
                    "\(resource.plural) cannot be watched for now",
                    metadata: ["namespace": "\(place.namespace)", "reason": "\(error.whatHappened)"])
            case .began, .listed: break
            }
        }
        signal.finish()
    }

    private func wake(_ place: ProjectPlace) async {
        do {
            try await engine.wake([WakeKey.workload(place.project, place.environment)])
        } catch {
            logger.debug("a waiting run could not be woken", metadata: ["reason": "\(error.sentence)"])
        }
    }
}
