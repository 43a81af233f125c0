/// What an operator or a test may set about the engine.
public struct RunEngineOptions: Sendable {
    /// Runs that execute at the same time.
    public var workers: Int
    /// How long a claim holds without being renewed. It is renewed three times in that time.
    public var lease: Duration
    /// The longest the engine goes without looking at the clock and the database.
    public var idleLimit: Duration
    /// Names this process in its claims; must be another one after every start.
    public var owner: String
    /// A run during which the process died so often in a row, without a step that finished, fails.
    public var deathLimit: Int
    public var time: TimeSource
    public var chance: Chance

    public init(
        workers: Int = 16, lease: Duration = .seconds(30), idleLimit: Duration = .seconds(5), owner: String? = nil,
        deathLimit: Int = 5, time: TimeSource = .system, chance: Chance = .system
    ) {
        self.workers = workers
        self.lease = lease
        self.idleLimit = idleLimit
        self.owner = owner ?? chance.token()
        self.deathLimit = deathLimit
        self.time = time
        self.chance = chance
    }
}
