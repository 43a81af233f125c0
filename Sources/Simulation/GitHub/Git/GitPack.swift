import Crypto
import Foundation

/// A pack (version 2): whole objects, each in a zlib stream of stored blocks. Git reads it like any other.
enum GitPack {
    static func encode(_ objects: [GitObject]) -> Data {
        var pack = Data("PACK".utf8)
        pack.append(contentsOf: bigEndian(2) + bigEndian(UInt32(objects.count)))
        for object in objects {
            pack.append(contentsOf: header(object))
            pack.append(zlib(object.bytes))
        }
        pack.append(contentsOf: Insecure.SHA1.hash(data: pack))
        return pack
    }

    /// The type in bits 4–6 of the first byte, the size in 4 + 7 + 7 … bits, least significant first.
    private static func header(_ object: GitObject) -> [UInt8] {
        var size = object.bytes.count
        var bytes: [UInt8] = []
        var current = object.kind.packType << 4 | UInt8(size & 15)
        size >>= 4
        while size > 0 {
            bytes.append(current | 0x80)
            current = UInt8(size & 0x7f)
            size >>= 7
        }
        return bytes + [current]
    }

    /// RFC 1950 around RFC 1951 blocks of type 0.
    static func zlib(_ data: Data) -> Data {
        var stream = Data([0x78, 0x01])
        var rest = data[...]
        repeat {
            let block = rest.prefix(65535)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            stream.append(rest.isEmpty ? 1 : 0)
            for value in [length, ~length] { stream.append(contentsOf: [UInt8(value & 0xff), UInt8(value >> 8)]) }
            stream.append(contentsOf: block)
        } while !rest.isEmpty
        stream.append(contentsOf: bigEndian(adler32(data)))
        return stream
    }

    static func adler32(_ data: Data) -> UInt32 {
        var low: UInt32 = 1
        var high: UInt32 = 0
        for byte in data {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        return high << 16 | low
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 0xff), UInt8(value >> 8 & 0xff), UInt8(value & 0xff)]
    }
}
