import Foundation

/// Git's pkt-line framing: four hex digits of length, then the payload; `0000` ends a section.
struct PacketLines {
    private(set) var data = Data()

    mutating func add(_ text: String) { add(Data(text.utf8)) }

    mutating func add(_ payload: Data) {
        data.append(contentsOf: String(format: "%04x", payload.count + 4).utf8)
        data.append(payload)
    }

    mutating func flush() { data.append(contentsOf: "0000".utf8) }

    /// The pack, in channel 1 of the side band if the client knows it.
    mutating func addPack(_ pack: Data, isSideBand: Bool) {
        guard isSideBand else { return data.append(pack) }
        var rest = pack[...]
        while !rest.isEmpty {
            let piece = rest.prefix(65515)
            add(Data([1]) + piece)
            rest = rest.dropFirst(piece.count)
        }
        flush()
    }

    /// The lines before the first flush, and what is behind it.
    static func split(_ body: Data) -> (lines: [String], rest: Data) {
        var end = body.startIndex
        while let length = Int(String(decoding: body[end...].prefix(4), as: UTF8.self), radix: 16), length >= 4,
            end + length <= body.endIndex
        {
            end += length
        }
        return (decode(Data(body[..<end])), Data(body[end...].dropFirst(4)))
    }

    /// The lines without their newline; flushes are left out.
    static func decode(_ body: Data) -> [String] {
        var lines: [String] = []
        var rest = body[...]
        while rest.count >= 4, let length = Int(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) {
            let size = max(4, length)
            guard rest.count >= size else { break }
            if length > 4 {
                let text = String(decoding: rest.dropFirst(4).prefix(length - 4), as: UTF8.self)
                lines.append(text.hasSuffix("\n") ? String(text.dropLast()) : text)
            }
            rest = rest.dropFirst(size)
        }
        return lines
    }
}

/// What a client asks of `git-upload-pack`.
struct FetchWish {
    var wanted: [String] = []
    var have: [String] = []
    var depth: Int?
    var isDone = false
    var usesSideBand = false

    init(_ lines: [String]) {
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            switch words.first {
            case "want" where words.count > 1:
                wanted.append(words[1])
                if words.contains("side-band-64k") { usesSideBand = true }
            case "have" where words.count > 1: have.append(words[1])
            case "deepen" where words.count > 1: depth = Int(words[1])
            case "done": isDone = true
            default: continue
            }
        }
    }
}
