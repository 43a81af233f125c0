/// How long simulated work takes.
public struct ClusterTimings: Sendable, Hashable {
    /// Factor for durations that stand in objects: `interval`, `retryInterval`, `timeout`, `progressDeadlineSeconds`.
    public var scale: Double
    /// Further factor for `progressDeadlineSeconds`: where the time of day passes quickly, or many simulations share a machine,
    /// pods are not late for that.
    public var patience = 1.0
    /// source-controller: from noticing a request to the stored artifact.
    public var fetch: Duration
    /// kustomize-controller: from noticing a request to the applied objects.
    public var build: Duration
    /// First pause after a failed fetch or build; doubled up to 16 times.
    public var retry: Duration
    /// From a pod's creation to the first attempt to pull its image.
    public var schedule: Duration
    /// Pulling an image that exists.
    public var pull: Duration
    /// Pause between attempts to pull an image that is missing; doubled up to 8 times.
    public var pullRetry: Duration
    /// From the pulled image to a running container.
    public var start: Duration
    /// From a running container to passing probes.
    public var readiness: Duration
    /// From a running container to its crash, where a crash is asked for.
    public var crash: Duration
    /// Pause before a crashed container is started again; doubled up to 8 times.
    public var crashRetry: Duration
    /// From deleting a pod to its end.
    public var stop: Duration
    /// Between two looks of the namespace controller at a namespace that is being deleted.
    public var namespaceDeletion: Duration
    /// Between two bookmarks of a watch that asked for them.
    public var bookmark: Duration

    /// For tests: everything within milliseconds.
    public static let fast = ClusterTimings(
        scale: 0.005, fetch: .milliseconds(5), build: .milliseconds(5), retry: .milliseconds(20),
        schedule: .milliseconds(2), pull: .milliseconds(5), pullRetry: .milliseconds(20), start: .milliseconds(5),
        readiness: .milliseconds(10), crash: .milliseconds(5), crashRetry: .milliseconds(20), stop: .milliseconds(5),
        namespaceDeletion: .milliseconds(10), bookmark: .seconds(1))

    /// For a demonstration at a pace a person can follow.
    public static let real = ClusterTimings(
        scale: 1, fetch: .milliseconds(900), build: .milliseconds(1200), retry: .seconds(2),
        schedule: .milliseconds(400), pull: .seconds(4), pullRetry: .seconds(5), start: .seconds(1),
        readiness: .seconds(3), crash: .seconds(1), crashRetry: .seconds(5), stop: .seconds(2),
        namespaceDeletion: .seconds(3), bookmark: .seconds(60))

    /// A duration written in an object, as it passes here.
    func scaled(_ duration: Duration) -> Duration { duration * scale }
}
