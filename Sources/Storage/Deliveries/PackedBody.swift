import CLZ4
import Foundation

/// A body as it lies in the database: an LZ4 block where that makes it smaller. What is written to disk decides how many
/// deliveries can be taken in a second, and GitHub's payloads repeat themselves.
struct PackedBody: Sendable {
    /// The block, or the body itself.
    let bytes: Data
    /// Bytes of the body if it is packed; nil if it lies there as it is.
    let size: Int?

    /// Packs a body, on the thread of whoever asks: never the writer's.
    init(_ body: Data) {
        if let block = Self.pack(body) {
            bytes = block
            size = body.count
        } else {
            bytes = body
            size = nil
        }
    }

    init(bytes: Data, size: Int?) {
        self.bytes = bytes
        self.size = size
    }

    /// The body as it came.
    /// - Throws: `corrupt` when the block does not give the size that was recorded.
    func body() throws -> Data {
        guard let size else { return bytes }
        guard size > 0, size <= Self.largest, let body = Self.unpack(bytes, to: size) else {
            throw StorageError(
                .corrupt, "The body of a delivery cannot be read: its packed form is damaged.",
                whatToDo: "Stop Slipway and put back a backup: slipway restore FILE.")
        }
        return body
    }

    /// Below this there is nothing to gain.
    private static let smallest = 256
    /// GitHub's limit for a payload; nothing larger is received.
    private static let largest = 25 * 1024 * 1024

    private static func pack(_ body: Data) -> Data? {
        guard body.count >= smallest, body.count <= largest else { return nil }
        // An eighth less, or it does not pay to unpack it.
        let room = body.count - body.count / 8
        var block = Data(count: room)
        let length = block.withUnsafeMutableBytes { target in
            body.withUnsafeBytes { source in
                LZ4_compress_default(
                    source.bindMemory(to: CChar.self).baseAddress, target.bindMemory(to: CChar.self).baseAddress,
                    Int32(source.count), Int32(target.count))
            }
        }
        return length > 0 ? block.prefix(Int(length)) : nil
    }

    private static func unpack(_ block: Data, to size: Int) -> Data? {
        var body = Data(count: size)
        let length = body.withUnsafeMutableBytes { target in
            block.withUnsafeBytes { source in
                LZ4_decompress_safe(
                    source.bindMemory(to: CChar.self).baseAddress, target.bindMemory(to: CChar.self).baseAddress,
                    Int32(source.count), Int32(target.count))
            }
        }
        return length == Int32(size) ? body : nil
    }
}
