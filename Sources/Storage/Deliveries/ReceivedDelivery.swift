import Foundation

/// A delivery as it came in: verified, not decoded.
public struct ReceivedDelivery: Sendable, Equatable {
    public var guid: String
    public var event: String
    /// Further headers worth keeping, such as `X-GitHub-Hook-ID`.
    public var headers: [String: String]
    public var body: Data
    public var received: Date

    public init(guid: String, event: String, headers: [String: String] = [:], body: Data, received: Date) {
        self.guid = guid
        self.event = event
        self.headers = headers
        self.body = body
        self.received = received
    }
}

/// What became of an appended delivery.
public enum AppendResult: Sendable, Equatable {
    case stored
    /// A delivery with this GUID is already recorded.
    case duplicate
}

/// A recorded delivery with everything known about it.
public struct DeliveryDetail: Sendable, Equatable {
    public var record: DeliveryRecord
    public var headers: [String: String]
    public var body: Data
    /// The runs it led to.
    public var runs: [Int64]
}
