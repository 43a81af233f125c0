import Foundation

/// meta/v1 Time: RFC 3339 in whole seconds, UTC when written.
public struct Time: Codable, Sendable, Hashable, Comparable {
    public let date: Date

    public init(_ date: Date) {
        self.date = date
    }

    public init(from decoder: any Decoder) throws {
        date = try RFC3339.decode(decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(RFC3339.text(date, microseconds: false))
    }

    public static func < (left: Self, right: Self) -> Bool { left.date < right.date }
}
