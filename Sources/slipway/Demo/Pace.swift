import Simulation

/// How long things take.
struct Pace: Sendable {
    /// Builds, in the order of the chapters; the last one for all that follow.
    let builds: [Duration]
    /// From a push to the start of its build.
    let buildQueue: Duration
    let cluster: ClusterTimings
    /// Added to every request to GitHub.
    let gitHubLatency: Duration
    /// Between two writes to the page of a repository.
    let outboxSpacing: Duration
    /// Seconds between two looks of Slipway at pods: crashes change nothing else that could be watched.
    let recheck: Double
    /// Between two looks at the simulators.
    let look: Duration
    /// A chapter that is not over by then has failed.
    let limit: Duration

    init(_ speed: Demo.Speed) {
        self = speed == .fast ? .fast : .real
    }

    static let fast = Pace(
        builds: [.milliseconds(600), .milliseconds(500), .milliseconds(400), .milliseconds(400)],
        buildQueue: .milliseconds(60), cluster: .brisk, gitHubLatency: .zero, outboxSpacing: .milliseconds(10),
        recheck: 0.3, look: .milliseconds(60), limit: .seconds(90))

    static let real = Pace(
        builds: [.seconds(38), .seconds(26), .seconds(20), .seconds(24)],
        buildQueue: .seconds(3), cluster: .real, gitHubLatency: .milliseconds(80), outboxSpacing: .seconds(1),
        recheck: 2, look: .milliseconds(100), limit: .seconds(300))

    private init(
        builds: [Duration], buildQueue: Duration, cluster: ClusterTimings, gitHubLatency: Duration,
        outboxSpacing: Duration, recheck: Double, look: Duration, limit: Duration
    ) {
        self.builds = builds
        self.buildQueue = buildQueue
        self.cluster = cluster
        self.gitHubLatency = gitHubLatency
        self.outboxSpacing = outboxSpacing
        self.recheck = recheck
        self.look = look
        self.limit = limit
    }

    /// How long the build with this number takes; the first is 1.
    func build(_ number: Int) -> Duration { builds[min(max(number, 1), builds.count) - 1] }
}

extension ClusterTimings {
    /// Fast, but slow enough to be seen.
    fileprivate static let brisk: ClusterTimings = {
        var timings = ClusterTimings.fast
        // Intervals and deadlines stay long beside everything else: nothing may happen only because time has passed.
        timings.scale = 0.2
        timings.fetch = .milliseconds(40)
        timings.build = .milliseconds(60)
        timings.pull = .milliseconds(120)
        timings.start = .milliseconds(40)
        timings.readiness = .milliseconds(100)
        timings.crash = .milliseconds(60)
        timings.crashRetry = .milliseconds(80)
        return timings
    }()
}
