import Foundation

/// Finds slices of secrets in texts, fast: of every slice of twelve characters one window of eight lies at a place that
/// is a multiple of five, so only those windows of the text are looked up.
struct SecretSearch {
    /// As many characters of a secret in a row must not be seen.
    static let slice = 12
    private static let window = 8
    private static let stride = slice - window + 1

    private struct Place {
        let secret: Int
        let offset: Int
    }

    private struct Spelling {
        let name: String
        let bytes: [UInt8]
        let slice: Int
    }

    private var spellings: [Spelling] = []
    private var places: [UInt64: [Place]] = [:]
    /// A bit for each window's hash: most windows of a text are dismissed by one look.
    private var filter = [UInt64](repeating: 0, count: 1 << 12)

    init(_ secrets: [PlantedSecret]) {
        for secret in Set(secrets) where secret.value.utf8.count >= Self.slice {
            for (way, bytes, slice) in secret.spellings where bytes.count >= slice {
                add(Spelling(name: "\(secret.name), \(way)", bytes: bytes, slice: slice))
            }
        }
    }

    private mutating func add(_ spelling: Spelling) {
        spellings.append(spelling)
        for offset in 0...(spelling.bytes.count - Self.window) {
            let key = spelling.bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
            places[key, default: []].append(Place(secret: spellings.count - 1, offset: offset))
            let bit = Self.bit(key)
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    private static func bit(_ key: UInt64) -> Int { Int((key &* 0x9e37_79b9_7f4a_7c15) >> 46) }

    /// What is found in a text, in words that do not repeat it.
    func find(in text: Data) -> Set<String> {
        var found: Set<String> = []
        text.withUnsafeBytes { bytes in
            filter.withUnsafeBufferPointer { filter in
                var place = 0
                while place + Self.window <= bytes.count {
                    let key = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                    let bit = Self.bit(key)
                    if filter[bit >> 6] >> UInt64(bit & 63) & 1 == 1 { look(key, at: place, in: bytes, &found) }
                    place += Self.stride
                }
            }
        }
        return found
    }

    private func look(_ key: UInt64, at place: Int, in text: UnsafeRawBufferPointer, _ found: inout Set<String>) {
        for candidate in places[key] ?? [] {
            let spelling = spellings[candidate.secret]
            var first = 0
            while candidate.offset - first > 0, place - first > 0,
                spelling.bytes[candidate.offset - first - 1] == text[place - first - 1]
            { first += 1 }
            var last = Self.window
            while candidate.offset + last < spelling.bytes.count, place + last < text.count,
                spelling.bytes[candidate.offset + last] == text[place + last]
            { last += 1 }
            guard first + last >= spelling.slice else { continue }
            let before = text[max(0, place - first - 40)..<(place - first)]
            let context = String(decoding: before, as: UTF8.self).split(whereSeparator: \.isNewline).last ?? ""
            found.insert("\(first + last) characters of \(spelling.name), after “\(context)”")
        }
    }
}
