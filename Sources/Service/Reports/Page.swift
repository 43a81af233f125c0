import Foundation

/// A part of a list, and where it goes on.
public struct Page<Item: Encodable & Sendable>: Encodable, Sendable {
    public let items: [Item]
    /// Asked for as `cursor`, it gives the next part; null at the end of the list.
    @Nullable public var next: String?

    /// - Parameter next: the text of a ``PageCursor``.
    init(_ items: [Item], next: String?) {
        self.items = items
        _next = Nullable(wrappedValue: next)
    }

    /// - Parameters:
    ///   - found: one more than `limit` where the list goes on.
    ///   - cursor: where it goes on behind a record.
    init<Record>(
        of found: [Record], limit: Int, cursor: (Record) -> PageCursor, report: (Record) throws -> Item
    ) rethrows {
        let records = found.prefix(limit)
        let next = found.count > limit ? records.last.map(cursor) : nil
        self.init(try records.map(report), next: next?.text)
    }
}

/// Behind which record a list goes on. Its text means nothing to clients, and may change.
struct PageCursor: Sendable, Equatable {
    /// What is listed, and what the record is ordered by.
    let fields: [String]

    init(_ list: String, _ fields: String...) {
        self.fields = [list] + fields
    }

    /// Nil when it is none of ours, or one of another list.
    init?(_ text: String, of list: String, fields count: Int) {
        guard let data = Data(base64URL: text), let fields = try? JSONDecoder().decode([String].self, from: data),
            fields.first == list, fields.count == count + 1
        else { return nil }
        self.fields = fields
    }

    /// The field at a place, the first one at 0.
    subscript(place: Int) -> String { fields[place + 1] }

    var text: String {
        // An array of strings can always be encoded.
        ((try? JSONEncoder().encode(fields)) ?? Data()).base64URL
    }
}

extension Data {
    /// RFC 4648, section 5, without padding.
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    init?(base64URL text: String) {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        self.init(
            base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
    }
}
