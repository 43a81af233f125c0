/// What is taken out of the cluster by itself, and when. Times in seconds.
public struct CleanUpChoices: Sendable, Hashable {
    /// A project whose set-up failed this long ago; nil: never.
    public var failedAfter: Double?
    /// A project that nobody touched for this long and whose name has one of ``words``; nil: never.
    public var unusedAfter: Double?
    /// Whole words between `-`, `_` and `.`, in lower case.
    public var words: [String]
    /// A project whose repository was deleted this long ago; nil: never.
    public var deletedAfter: Double?
    /// How long before it is announced on the newest commit.
    public var notice: Double

    public init(
        failedAfter: Double? = 24 * 3600, unusedAfter: Double? = 7 * 86_400, words: [String] = ["test", "demo", "tmp"],
        deletedAfter: Double? = 24 * 3600, notice: Double = 24 * 3600
    ) {
        self.failedAfter = failedAfter
        self.unusedAfter = unusedAfter
        self.words = words
        self.deletedAfter = deletedAfter
        self.notice = notice
    }

    /// All times of grace are this short; what is switched off stays so.
    public mutating func shorten(to seconds: Double) {
        failedAfter = failedAfter.map { _ in seconds }
        unusedAfter = unusedAfter.map { _ in seconds }
        deletedAfter = deletedAfter.map { _ in seconds }
        notice = seconds
    }

    /// A repository with this topic is never taken out of the cluster by itself.
    public static let keepTopic = "slipway-keep"
    /// The hour of the day, in UTC, at which unused projects are looked for.
    public static let hour = 2
}
