import Foundation

/// Reads the pack that `git push` sends: whole objects, and differences to others that are named by their id.
/// https://git-scm.com/docs/pack-format
struct GitPackReader {
    /// Not a pack, or one with what this reader does not know: tag objects, differences by offset.
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    private let bytes: [UInt8]
    private var position = 12
    /// Whole objects by id; those of the repository are asked for when a difference needs one.
    private var found: [String: GitObject] = [:]

    /// - Parameter known: an object that the repository has already.
    static func read(_ pack: Data, known: (String) -> GitObject?) throws -> [GitObject] {
        var reader = GitPackReader(bytes: [UInt8](pack))
        return try reader.objects(known: known)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func objects(known: (String) -> GitObject?) throws -> [GitObject] {
        guard bytes.count >= 32, bytes.starts(with: "PACK".utf8), bytes[7] == 2 else {
            throw Unreadable(description: "not a pack of version 2")
        }
        let count = bytes[8..<12].reduce(0) { $0 << 8 | Int($1) }
        var differences: [(base: String, steps: [UInt8])] = []
        for _ in 0..<count {
            if let difference = try next() { differences.append(difference) }
        }
        // A difference may be to the result of a later one: go on until none can be resolved.
        while !differences.isEmpty {
            let before = differences.count
            differences = try differences.filter { difference in
                guard let base = found[difference.base] ?? known(difference.base) else { return true }
                keep(GitObject(kind: base.kind, bytes: try Self.apply(difference.steps, to: [UInt8](base.bytes))))
                return false
            }
            guard differences.count < before else { throw Unreadable(description: "the base of an object is missing") }
        }
        return Array(found.values)
    }

    private mutating func keep(_ object: GitObject) { found[object.id] = object }

    /// Reads one entry; returns it when it is a difference, and keeps it when it is an object.
    private mutating func next() throws -> (base: String, steps: [UInt8])? {
        let first = try byte()
        if first & 0x80 != 0 { while try byte() & 0x80 != 0 {} }
        switch first >> 4 & 7 {
        case 1: keep(GitObject(kind: .commit, bytes: Data(try content())))
        case 2: keep(GitObject(kind: .tree, bytes: Data(try content())))
        case 3: keep(GitObject(kind: .blob, bytes: Data(try content())))
        case 7:
            guard position + 20 <= bytes.count else { throw Unreadable(description: "the pack ends too early") }
            let base = Hex.encode(bytes[position..<position + 20])
            position += 20
            return (base, try content())
        default: throw Unreadable(description: "objects of this kind cannot be pushed here")
        }
        return nil
    }

    private mutating func byte() throws -> UInt8 {
        guard position < bytes.count else { throw Unreadable(description: "the pack ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func content() throws -> [UInt8] {
        let (content, end) = try Inflate.zlib(bytes, at: position)
        position = end
        return content
    }

    /// Copies from the base and inserts, as the steps say.
    static func apply(_ steps: [UInt8], to base: [UInt8]) throws -> Data {
        var rest = steps[...]
        for _ in 0..<2 { rest = rest.drop { $0 & 0x80 != 0 }.dropFirst() }
        var result = Data()
        while let step = rest.popFirst() {
            if step & 0x80 == 0 {
                guard step > 0, rest.count >= Int(step) else { throw Unreadable(description: "a damaged difference") }
                result.append(contentsOf: rest.prefix(Int(step)))
                rest = rest.dropFirst(Int(step))
                continue
            }
            var numbers = [0, 0]
            for bit in 0..<7 where step & 1 << bit != 0 {
                let shift = 8 * (bit < 4 ? bit : bit - 4)
                numbers[bit / 4] |= Int(rest.popFirst() ?? 0) << shift
            }
            let size = numbers[1] == 0 ? 0x10000 : numbers[1]
            guard numbers[0] + size <= base.count else { throw Unreadable(description: "a damaged difference") }
            result.append(contentsOf: base[numbers[0]..<numbers[0] + size])
        }
        return result
    }
}
