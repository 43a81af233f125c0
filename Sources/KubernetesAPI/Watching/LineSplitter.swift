import NIOCore

/// Cuts a stream of bytes at line feeds, wherever the chunks were cut.
struct LineSplitter {
    struct LineTooLong: Error {}

    private let limit: Int
    private var pending = ByteBuffer()
    /// Bytes of `pending` known to hold no line feed.
    private var searched = 0

    /// - Parameter limit: the longest line accepted, in bytes.
    init(limit: Int) {
        self.limit = limit
    }

    mutating func append(_ chunk: ByteBuffer) {
        pending.discardReadBytes()
        pending.writeImmutableBuffer(chunk)
    }

    /// - Returns: the next complete line without its line feed, or nil if more bytes are needed.
    mutating func next() throws -> ByteBuffer? {
        guard let length = pending.readableBytesView.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) else {
            searched = pending.readableBytes
            if searched > limit { throw LineTooLong() }
            return nil
        }
        searched = 0
        let line = pending.readSlice(length: length - pending.readerIndex)
        pending.moveReaderIndex(forwardBy: 1)
        if let line, line.readableBytes > limit { throw LineTooLong() }
        return line
    }

    /// What is left when the stream has ended, or nil if it ended with a line.
    mutating func rest() -> ByteBuffer? {
        searched = 0
        return pending.readableBytes == 0 ? nil : pending.readSlice(length: pending.readableBytes)
    }
}
