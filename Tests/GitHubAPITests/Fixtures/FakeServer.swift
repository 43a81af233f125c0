import Foundation
import Hummingbird
import NIOCore

/// One HTTP server for all tests of the process; each test has a folder of its own on it.
///
/// It is never stopped: cancelling a Hummingbird server that is just accepting a connection can trap.
actor FakeServer {
    static let shared = FakeServer()

    private var fakes: [String: FakeGitHub] = [:]
    private var running: Task<Int, Never>?

    /// Gives `fake` an address of its own and returns it.
    func add(_ fake: FakeGitHub) async throws -> String {
        let folder = String(fakes.count + 1)
        fakes[folder] = fake
        return "http://127.0.0.1:\(await port())/\(folder)/api/v3"
    }

    private func port() async -> Int {
        if let running { return await running.value }
        let task = Task { await start() }
        running = task
        return await task.value
    }

    private func start() async -> Int {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let responder = CallbackResponder<BasicRequestContext> { request, _ in try await self.answer(request) }
        let app = Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                continuation.yield(channel.localAddress?.port ?? 0)
                continuation.finish()
            })
        Task {
            try await app.run()
            continuation.finish()
        }
        for await port in ports { return port }
        return 0
    }

    private func answer(_ request: Request) async throws -> Response {
        var request = request
        let body = try await request.collectBody(upTo: 10_000_000)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let parts = request.uri.string.split(separator: "/", maxSplits: 1)
        guard let folder = parts.first.map(String.init), let fake = fakes[folder], parts.count == 2 else {
            return Response(status: .init(code: 599))
        }
        let host = request.head.authority ?? ""
        let received = Received(
            method: request.method.rawValue, target: "/" + parts[1], base: "http://\(host)/\(folder)/api/v3",
            headers: headers, body: String(buffer: body))
        return Self.response(try await fake.respond(to: received))
    }

    private static func response(_ answer: Answer) -> Response {
        var response = Response(status: .init(code: answer.status))
        for (name, value) in answer.headers {
            if let name = HTTPFields.Element.Name(name) { response.headers[name] = value }
        }
        response.body = ResponseBody(byteBuffer: ByteBuffer(string: answer.body))
        return response
    }
}
