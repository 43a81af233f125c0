/// An amount such as `500m`, `2` or `4Gi`.
struct Quantity: Sendable, Hashable, Comparable {
    /// Thousandths.
    let milli: Int
    /// Written with `Ki`, `Mi`, `Gi`.
    let isBinary: Bool

    static let zero = Quantity(milli: 0, isBinary: false)

    private static let suffixes: [(String, Int, Bool)] = [
        ("Ki", 1 << 10, true), ("Mi", 1 << 20, true), ("Gi", 1 << 30, true), ("Ti", 1 << 40, true),
        ("k", 1000, false), ("M", 1_000_000, false), ("G", 1_000_000_000, false), ("T", 1_000_000_000_000, false),
    ]

    init(milli: Int, isBinary: Bool) {
        self.milli = milli
        self.isBinary = isBinary
    }

    /// - Returns: `nil` for what is no quantity.
    init?(_ text: String) {
        if text.hasSuffix("m"), let value = Double(text.dropLast()) {
            self.init(milli: Int(value.rounded(.up)), isBinary: false)
        } else if let (suffix, factor, binary) = Self.suffixes.first(where: { text.hasSuffix($0.0) }),
            let value = Double(text.dropLast(suffix.count))
        {
            self.init(milli: Int(value * 1000) * factor, isBinary: binary)
        } else if let value = Double(text), value.isFinite {
            self.init(milli: Int(value * 1000), isBinary: false)
        } else {
            return nil
        }
    }

    init?(_ value: JSONValue?) {
        guard let value else { return nil }
        self.init(value.string ?? value.int.map(String.init) ?? "")
    }

    static func < (left: Quantity, right: Quantity) -> Bool { left.milli < right.milli }

    static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(milli: left.milli + right.milli, isBinary: left.isBinary || right.isBinary)
    }

    /// The shortest exact spelling.
    var text: String {
        guard milli % 1000 == 0 else { return "\(milli)m" }
        let whole = milli / 1000
        if isBinary, whole > 0,
            let (suffix, factor, _) = Self.suffixes.filter(\.2).last(where: { whole.isMultiple(of: $0.1) })
        {
            return "\(whole / factor)\(suffix)"
        }
        return String(whole)
    }
}

extension JSONValue {
    /// The members that are quantities.
    var quantities: [String: Quantity] { (object ?? [:]).compactMapValues { Quantity($0) } }
}
