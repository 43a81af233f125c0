import Foundation

/// Something that makes objects come true: told of changes, it looks at one object at a time.
protocol Controller: Sendable {
    /// Which objects are to be looked at after a change.
    func keys(after change: ObjectChange) async -> [ClusterStore.Key]

    /// Looks at one object and does what is due.
    /// - Returns: when to look again without a change; `nil` for never.
    func reconcile(_ key: ClusterStore.Key) async -> Duration?
}

extension Controller {
    /// Runs until cancelled: first all objects there are, then what changes.
    func run(_ context: ControllerContext) async {
        let (existing, subscription) = await context.store.everything()
        let queue = WorkQueue()
        await withDiscardingTaskGroup { group in
            group.addTask {
                for change in existing { for key in await keys(after: change) { await queue.add(key) } }
                for await change in subscription.changes {
                    for key in await keys(after: change) { await queue.add(key) }
                }
            }
            for await key in queue.ready {
                group.addTask {
                    let next = await reconcile(key)
                    guard let turn = await queue.finish(key), let next else { return }
                    guard (try? await context.clock.sleep(for: next)) != nil else { return }
                    await queue.add(key, ifStillAt: turn)
                }
            }
            group.cancelAll()
        }
        await context.store.endWatch(subscription.id)
    }
}

/// What every controller works with.
struct ControllerContext: Sendable {
    let store: ClusterStore
    let timings: ClusterTimings
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date

    init(store: ClusterStore, options: SimulatedCluster.Options) {
        self.store = store
        timings = options.timings
        clock = options.clock
        now = options.now
    }

    var timestamp: String { now().formatted(.iso8601) }

    /// Simulated work: takes this long.
    func work(_ duration: Duration) async { try? await clock.sleep(for: duration) }
}
