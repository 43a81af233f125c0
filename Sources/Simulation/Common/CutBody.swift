import Hummingbird
import NIOCore

extension Response {
    /// The same head; half of the body is sent, then the connection closes.
    func cut(closing channel: any Channel) -> Response {
        let whole = body
        var cut = self
        cut.body = ResponseBody(contentLength: whole.contentLength) { writer in
            writer = CuttingWriter(parent: writer, channel: channel)
            try await whole.write(writer)
        }
        return cut
    }
}

/// Passes on half of the first buffer.
private struct CuttingWriter: ResponseBodyWriter {
    var parent: any ResponseBodyWriter
    let channel: any Channel

    struct Cut: Error {}

    mutating func write(_ buffer: ByteBuffer) async throws {
        try await parent.write(buffer.getSlice(at: buffer.readerIndex, length: buffer.readableBytes / 2) ?? buffer)
        try? await channel.close()
        throw Cut()
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try? await channel.close()
        throw Cut()
    }
}
