import Foundation
import HTTPTypes
import Hummingbird
import KubernetesAPI
import Logging
import NIOCore
import ServiceLifecycle

/// An API server that answers as the test says, and remembers what it was asked.
actor FakeCluster {
    struct Question: Sendable {
        var method: String
        /// Path and query, as sent.
        var target: String
        var authority: String
        var headers: [String: String]
        var body: String

        var path: String { String(target.prefix { $0 != "?" }) }

        func header(_ name: String) -> String? { headers[name.lowercased()] }
    }

    private(set) var questions: [Question] = []
    private let answer: @Sendable (Question, Int) async throws -> Reply

    /// - Parameter answer: gets the question and how many came before it.
    init(answer: @escaping @Sendable (Question, Int) async throws -> Reply) {
        self.answer = answer
    }

    private func respond(to request: Request) async throws -> Response {
        var request = request
        let body = try await request.collectBody(upTo: 1 << 22)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.rawName.lowercased()] = field.value }
        let question = Question(
            method: request.method.rawValue, target: request.head.path ?? "",
            authority: request.head.authority ?? "", headers: headers,
            body: String(buffer: body))
        questions.append(question)
        return try await answer(question, questions.count - 1).response
    }

    /// Runs the server on a free port of 127.0.0.1 while the test runs; it gets the address.
    func serve(_ test: @escaping @Sendable (String) async throws -> Void) async throws {
        let logger = Logger(label: "fake cluster", factory: { _ in SwiftLogNoOpLogHandler() })
        let (addresses, found) = AsyncStream<String>.makeStream()
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in try await self.respond(to: request) },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                found.yield("http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
                found.finish()
            },
            logger: logger)
        let services = ServiceGroup(configuration: .init(services: [application], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var outcome = Result<Void, any Error>.success(())
            for await address in addresses {
                do { try await test(address) } catch { outcome = .failure(error) }
            }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            try outcome.get()
        }
    }
}

/// Runs a test against a fake cluster, with a client that is shut down afterwards.
func withCluster(
    options: ClientOptions = ClientOptions(), credential: ClusterConfiguration.Credential = .none,
    observer: (@Sendable (CallReport) -> Void)? = nil,
    answer: @escaping @Sendable (FakeCluster.Question, Int) async throws -> Reply,
    _ test: @escaping @Sendable (KubernetesClient, FakeCluster) async throws -> Void
) async throws {
    let cluster = FakeCluster(answer: answer)
    try await cluster.serve { address in
        let configuration = ClusterConfiguration(server: address, credential: credential)
        try await withClient(configuration, options: options, observer: observer) { try await test($0, cluster) }
    }
}

/// Runs a test with a client that is shut down afterwards.
func withClient(
    _ configuration: ClusterConfiguration, options: ClientOptions = ClientOptions(),
    now: @escaping @Sendable () -> Date = { Date() }, observer: (@Sendable (CallReport) -> Void)? = nil,
    _ test: (KubernetesClient) async throws -> Void
) async throws {
    let client = try KubernetesClient(configuration: configuration, options: options, now: now, observer: observer)
    do {
        try await test(client)
    } catch {
        try await client.shutdown()
        throw error
    }
    try await client.shutdown()
}
