import Foundation
import NIOCore
import NIOPosix

/// One client of a simulated proxy.
struct ProxyConnection: Sendable {
    typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    let options: SimulatedProxy.Options
    let note: @Sendable (SimulatedProxy.Tunnel) async -> Void

    /// Until one side is done.
    func serve(_ client: Connection) async {
        try? await client.executeThenClose { incoming, outgoing in
            var bytes = incoming.makeAsyncIterator()
            guard let request = try await Self.head(&bytes) else { return }
            let status = await status(for: request)
            await note(.init(target: request.target, authorization: request.authorization, status: status))
            guard status == 200, let server = try? await connect(to: request.target) else {
                let refusal = status == 200 ? "502 Bad Gateway" : "\(status) Refused"
                try await outgoing.write(ByteBuffer(string: "HTTP/1.1 \(refusal)\r\nContent-Length: 0\r\n\r\n"))
                return
            }
            try await server.executeThenClose { answers, questions in
                try await outgoing.write(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for try await part in answers { try await outgoing.write(part) }
                    }
                    while let part = try await bytes.next() { try await questions.write(part) }
                    group.cancelAll()
                }
            }
        }
    }

    private struct Request {
        var method: String
        var target: String
        var authorization: String?
    }

    /// The request's head. Clients wait for the answer before they send more.
    private static func head(
        _ bytes: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) async throws -> Request? {
        var text = ""
        while !text.hasSuffix("\r\n\r\n") {
            guard text.utf8.count < 16_384, let part = try await bytes.next() else { return nil }
            text += String(buffer: part)
        }
        let lines = text.components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        let field = "proxy-authorization:"
        let authorization = lines.first { $0.lowercased().hasPrefix(field) }
            .map { $0.dropFirst(field.count).trimmingCharacters(in: .whitespaces) }
        return Request(method: words[0], target: words[1], authorization: authorization)
    }

    private func status(for request: Request) async -> Int {
        if let username = options.username {
            let login = Data("\(username):\(options.password ?? "")".utf8).base64EncodedString()
            guard request.authorization == "Basic \(login)" else { return 407 }
        }
        guard request.method == "CONNECT" else { return 405 }
        return port(of: request.target) == nil ? 403 : 200
    }

    /// The port on this machine; `nil` for hosts that are not known.
    private func port(of target: String) -> Int? {
        guard let colon = target.lastIndex(of: ":"), let own = Int(target[target.index(after: colon)...]),
            let known = options.hosts[String(target[..<colon])]
        else { return nil }
        return known ?? own
    }

    private func connect(to target: String) async throws -> Connection {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port(of: target) ?? 0) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
    }
}
