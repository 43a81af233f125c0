/// One container of a pod.
public struct ContainerStatus: Codable, Sendable, Hashable {
    /// Exactly one of the three is present.
    public struct State: Codable, Sendable, Hashable {
        public var waiting: Waiting?
        public var running: Running?
        public var terminated: Terminated?

        public init(waiting: Waiting? = nil, running: Running? = nil, terminated: Terminated? = nil) {
            self.waiting = waiting
            self.running = running
            self.terminated = terminated
        }
    }

    /// Not running yet, or not at present.
    public struct Waiting: Codable, Sendable, Hashable {
        /// Such as `ContainerCreating`, `ImagePullBackOff`, `CrashLoopBackOff`.
        public var reason: String?
        public var message: String?

        public init(reason: String? = nil, message: String? = nil) {
            self.reason = reason
            self.message = message
        }
    }

    /// Running.
    public struct Running: Codable, Sendable, Hashable {
        public var startedAt: Time?

        public init(startedAt: Time? = nil) {
            self.startedAt = startedAt
        }
    }

    /// Ended.
    public struct Terminated: Codable, Sendable, Hashable {
        public var exitCode: Int
        public var signal: Int?
        /// Such as `Completed`, `Error`, `OOMKilled`.
        public var reason: String?
        public var message: String?
        public var startedAt: Time?
        public var finishedAt: Time?

        public init(
            exitCode: Int, signal: Int? = nil, reason: String? = nil, message: String? = nil, startedAt: Time? = nil,
            finishedAt: Time? = nil
        ) {
            self.exitCode = exitCode
            self.signal = signal
            self.reason = reason
            self.message = message
            self.startedAt = startedAt
            self.finishedAt = finishedAt
        }
    }

    public var name: String
    public var ready: Bool
    public var started: Bool?
    public var restartCount: Int
    public var image: String?
    public var imageID: String?
    public var state: State?
    /// The state before the last restart.
    public var lastState: State?

    public init(
        name: String, ready: Bool, started: Bool? = nil, restartCount: Int, image: String? = nil,
        imageID: String? = nil, state: State? = nil, lastState: State? = nil
    ) {
        self.name = name
        self.ready = ready
        self.started = started
        self.restartCount = restartCount
        self.image = image
        self.imageID = imageID
        self.state = state
        self.lastState = lastState
    }
}
