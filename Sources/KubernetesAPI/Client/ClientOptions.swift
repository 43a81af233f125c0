/// Times and bounds of a client.
public struct ClientOptions: Sendable {
    /// Until a request that is not a watch must be answered in full.
    public var requestTimeout: Duration = .seconds(30)
    /// After this long the server is asked to end a watch, so that a lost connection cannot hide for ever.
    public var watchDuration: Duration = .seconds(240)
    /// A watch that brings nothing at all for this long, not even a bookmark (about one a minute), is opened again.
    public var watchIdleTimeout: Duration = .seconds(90)
    /// Objects per page of a list.
    public var pageSize = 500
    /// The longest line of a watch, in bytes. etcd holds about 1.5 MiB an object.
    public var maximumEventBytes = 8 << 20
    /// The largest answer, in bytes: one page of a list.
    public var maximumAnswerBytes = 128 << 20
    /// Until an exec plugin must have printed its credential.
    public var pluginTimeout: Duration = .seconds(30)
    /// Sent as User-Agent.
    public var userAgent = "slipway"

    public init() {}
}
