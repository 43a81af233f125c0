import Foundation

/// Decompresses gzip (RFC 1952 around RFC 1951), which git uses for requests of more than a kilobyte, and zlib (RFC 1950),
/// which it uses for objects.
struct Inflate {
    /// The data is not compressed like this, or damaged.
    struct Damaged: Error {}

    private let input: [UInt8]
    private var position = 0
    private var bitBuffer = 0
    private var bitCount = 0
    private var output: [UInt8] = []

    static func gunzip(_ data: Data) throws -> Data {
        let bytes = [UInt8](data)
        guard bytes.count > 18, bytes[0] == 0x1f, bytes[1] == 0x8b, bytes[2] == 8 else { throw Damaged() }
        var inflate = Inflate(input: bytes)
        inflate.position = 10
        let flags = bytes[3]
        if flags & 4 != 0 { inflate.position += 2 + Int(bytes[10]) + Int(bytes[11]) << 8 }
        for flag: UInt8 in [8, 16] where flags & flag != 0 { try inflate.skipText() }
        if flags & 2 != 0 { inflate.position += 2 }
        return Data(try inflate.run())
    }

    /// Reads one zlib stream that begins at `start`.
    /// - Returns: what it holds, and where the next byte behind it is.
    static func zlib(_ bytes: [UInt8], at start: Int) throws -> (content: [UInt8], end: Int) {
        guard start + 6 <= bytes.count, bytes[start] & 15 == 8 else { throw Damaged() }
        var inflate = Inflate(input: bytes)
        inflate.position = start + 2
        let content = try inflate.run()
        guard inflate.position + 4 <= bytes.count else { throw Damaged() }
        return (content, inflate.position + 4)
    }

    private init(input: [UInt8]) { self.input = input }

    private mutating func skipText() throws {
        while try byte() != 0 {}
    }

    private mutating func byte() throws -> UInt8 {
        guard position < input.count else { throw Damaged() }
        defer { position += 1 }
        return input[position]
    }

    private mutating func bits(_ count: Int) throws -> Int {
        while bitCount < count {
            bitBuffer |= Int(try byte()) << bitCount
            bitCount += 8
        }
        defer {
            bitBuffer >>= count
            bitCount -= count
        }
        return bitBuffer & (1 << count - 1)
    }

    private mutating func run() throws -> [UInt8] {
        var isLast = false
        while !isLast {
            isLast = try bits(1) == 1
            switch try bits(2) {
            case 0: try stored()
            case 1: try compressed(.fixedLiterals, .fixedDistances)
            case 2:
                let (literals, distances) = try dynamicCodes()
                try compressed(literals, distances)
            default: throw Damaged()
            }
        }
        return output
    }

    private mutating func stored() throws {
        (bitBuffer, bitCount) = (0, 0)
        let length = Int(try byte()) | Int(try byte()) << 8
        position += 2
        for _ in 0..<length { output.append(try byte()) }
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145,
        8193, 12289, 16385, 24577,
    ]

    private mutating func compressed(_ literals: HuffmanCode, _ distances: HuffmanCode) throws {
        while true {
            let symbol = try decode(literals)
            if symbol < 256 {
                output.append(UInt8(symbol))
                continue
            }
            if symbol == 256 { return }
            guard symbol <= 285 else { throw Damaged() }
            let length = Self.lengthBases[symbol - 257] + (try bits(Self.lengthBits[symbol - 257]))
            let distanceSymbol = try decode(distances)
            guard distanceSymbol < 30 else { throw Damaged() }
            let distance = Self.distanceBases[distanceSymbol] + (try bits(max(0, distanceSymbol / 2 - 1)))
            guard distance <= output.count else { throw Damaged() }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private mutating func decode(_ code: HuffmanCode) throws -> Int {
        var value = 0
        var first = 0
        var index = 0
        for count in code.counts.dropFirst() {
            value |= try bits(1)
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw Damaged()
    }

    private static let codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private mutating func dynamicCodes() throws -> (HuffmanCode, HuffmanCode) {
        let literalCount = try bits(5) + 257
        let distanceCount = try bits(5) + 1
        let codeCount = try bits(4) + 4
        var codeLengths = [Int](repeating: 0, count: 19)
        for index in 0..<codeCount { codeLengths[Self.codeOrder[index]] = try bits(3) }
        let code = HuffmanCode(lengths: codeLengths)
        var lengths: [Int] = []
        while lengths.count < literalCount + distanceCount {
            let symbol = try decode(code)
            switch symbol {
            case 16:
                guard let last = lengths.last else { throw Damaged() }
                lengths += Array(repeating: last, count: 3 + (try bits(2)))
            case 17: lengths += Array(repeating: 0, count: 3 + (try bits(3)))
            case 18: lengths += Array(repeating: 0, count: 11 + (try bits(7)))
            default: lengths.append(symbol)
            }
        }
        return (
            HuffmanCode(lengths: Array(lengths[..<literalCount])),
            HuffmanCode(lengths: Array(lengths[literalCount..<(literalCount + distanceCount)]))
        )
    }
}

/// A canonical Huffman code: how many codes there are of each length, and the symbols in their order.
struct HuffmanCode {
    let counts: [Int]
    let symbols: [Int]

    init(lengths: [Int]) {
        var counts = [Int](repeating: 0, count: 16)
        for length in lengths where length > 0 { counts[length] += 1 }
        self.counts = counts
        symbols = lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    }

    static let fixedLiterals = HuffmanCode(
        lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    static let fixedDistances = HuffmanCode(lengths: [Int](repeating: 5, count: 30))
}
