import Foundation

/// A moment as GitHub writes it: ISO 8601 with `Z` or an offset, with or without fractions of a second.
struct Timestamp: Hashable, Codable {
    let date: Date

    init(_ date: Date) {
        self.date = date
    }

    init?(_ text: String) {
        let plain = Date.ISO8601FormatStyle()
        guard let date = (try? plain.parse(text)) ?? (try? plain.time(includingFractionalSeconds: true).parse(text))
        else { return nil }
        self.date = date
    }

    /// In whole seconds and UTC, as git keeps them.
    var text: String { date.formatted(Date.ISO8601FormatStyle()) }

    /// For people, e.g. `14:21:09 UTC`.
    var clock: String { text.dropFirst(11).dropLast() + " UTC" }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let parsed = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an ISO 8601 time")
        }
        self = parsed
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
