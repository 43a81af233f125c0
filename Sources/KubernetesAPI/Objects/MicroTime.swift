import Foundation

/// meta/v1 MicroTime: RFC 3339 with exactly six decimals (a server refuses any other number), UTC when written.
public struct MicroTime: Codable, Sendable, Hashable, Comparable {
    public let date: Date

    public init(_ date: Date) {
        self.date = date
    }

    public init(from decoder: any Decoder) throws {
        date = try RFC3339.decode(decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(RFC3339.text(date, microseconds: true))
    }

    public static func < (left: Self, right: Self) -> Bool { left.date < right.date }
}
