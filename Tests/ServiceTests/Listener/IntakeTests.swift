import AsyncHTTPClient
import Crypto
import Foundation
import GitHubAPI
import NIOCore
import NIOHTTP1
import Redaction
import Storage
import Synchronization
import Testing

@testable import Service

@Suite("Intake")
struct IntakeTests {
    /// What was appended, and what the next append does.
    final class Store: Sendable {
        let deliveries = Mutex<[ReceivedDelivery]>([])
        let failure: StorageError?

        init(failure: StorageError? = nil) {
            self.failure = failure
        }

        func append(_ delivery: ReceivedDelivery) throws -> AppendResult {
            if let failure { throw failure }
            return deliveries.withLock { deliveries in
                if deliveries.contains(where: { $0.guid == delivery.guid }) { return .duplicate }
                deliveries.append(delivery)
                return .stored
            }
        }

        var guids: [String] { deliveries.withLock { $0.map(\.guid) } }
    }

    static let received = Date(timeIntervalSince1970: 1_800_000_000)
    let store = Store()
    let registry = MetricsRegistry()

    func withListener(
        _ store: Store? = nil, append: (@Sendable (ReceivedDelivery) async throws -> AppendResult)? = nil,
        connections: OpenConnections = OpenConnections(limit: 64), limits: HTTPLimits = HTTPLimits(),
        _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let store = store ?? self.store
        let intake = Intake(
            secrets: try SecretsInUse(
                ["new", "old"].map { WebhookSecretSource(secret: Redacted($0), place: $0, written: 0) }),
            append: Self.telling(append ?? { try store.append($0) }), connections: connections, limits: limits,
            metrics: ServiceMetrics(registry: registry), logger: .silent, now: { Self.received })
        let server = WebhookServer(
            address: SocketAddress(host: "127.0.0.1", port: 0), intake: intake, logger: .silent)
        try await serving([server]) {
            try await body("http://\(server.bound.value())/webhooks/github")
        }
    }

    private static func telling(
        _ append: @escaping @Sendable (ReceivedDelivery) async throws -> AppendResult
    ) -> Intake.Append {
        { delivery, tell in
            Task {
                do {
                    tell(.success(try await append(delivery)))
                } catch {
                    tell(.failure(error))
                }
            }
        }
    }

    static func signature(_ body: String, _ secret: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(body.utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return "sha256=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func delivery(
        to url: String, _ body: String = "{}", secret: String = "new", guid: String = "g-1", event: String = "push",
        headers: [String: String?] = [:]
    ) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        var all: [String: String?] = [
            "Content-Type": "application/json", "X-Hub-Signature-256": signature(body, secret), "X-GitHub-Event": event,
            "X-GitHub-Delivery": guid, "X-GitHub-Hook-ID": "77",
        ]
        all.merge(headers) { $1 }
        for case (let name, let value?) in all { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(string: body))
        return request
    }

    @Test func aSignedDeliveryIsStoredAsItCameAndAccepted() async throws {
        try await withListener { url in
            let answer = try await send(Self.delivery(to: url, #"{"zen": "Ä"}"#))
            #expect(answer.status == 202)
            #expect(answer.text == #"{"delivery":"g-1","status":"accepted"}"#)
            #expect(answer.headers["content-type"] == "application/json")
        }
        let stored: [ReceivedDelivery] = store.deliveries.withLock { $0 }
        #expect(
            stored == [
                ReceivedDelivery(
                    guid: "g-1", event: "push", headers: ["X-GitHub-Hook-ID": "77"],
                    body: Data(#"{"zen": "Ä"}"#.utf8), received: Self.received)
            ])
        #expect(registry.exposition.contains(#"slipway_deliveries_total{result="accepted"} 1"#))
    }

    @Test func bothSecretsAreTakenWhileOneIsBeingReplaced() async throws {
        try await withListener { url in
            let new = try await send(Self.delivery(to: url, secret: "new", guid: "a")).status
            let old = try await send(Self.delivery(to: url, secret: "old", guid: "b")).status
            let older = try await send(Self.delivery(to: url, secret: "older", guid: "c")).status
            #expect(new == 202 && old == 202)
            #expect(older == 401)
        }
        #expect(store.guids == ["a", "b"])
    }

    @Test func theSameGUIDAgainIsAnsweredButNotStoredTwice() async throws {
        try await withListener { url in
            #expect(try await send(Self.delivery(to: url)).status == 202)
            let again = try await send(Self.delivery(to: url))
            #expect(again.status == 200)
            #expect(again.text == #"{"delivery":"g-1","status":"duplicate"}"#)
        }
        #expect(store.guids == ["g-1"])
    }

    @Test(arguments: [
        (["X-Hub-Signature-256": nil], 401), (["X-Hub-Signature-256": "sha256=abc"], 401),
        (["X-Hub-Signature-256": "sha1=" + String(repeating: "a", count: 40)], 401),
        (["X-GitHub-Event": nil], 400), (["X-GitHub-Delivery": nil], 400),
        (["Content-Encoding": "gzip"], 415), (["Content-Type": "application/x-www-form-urlencoded"], 415),
        (["X-Hub-Signature-256": nil, "X-GitHub-Event": nil], 401),
    ])
    func whatIsNotGitHubsIsRefused(headers: [String: String?], status: Int) async throws {
        try await withListener { url in
            let answer = try await send(Self.delivery(to: url, headers: headers))
            #expect(answer.status == status)
            #expect(answer.text.contains(#""status":"refused""#))
            #expect(answer.text.contains(#""reason":"#))
        }
        #expect(store.guids == [])
        #expect(registry.exposition.contains(#"slipway_deliveries_refused_total{status="\#(status)"} 1"#))
    }

    @Test func aForgedBodyIsRefusedAndNothingOfTheSignatureIsTold() async throws {
        try await withListener { url in
            let forged = Self.delivery(to: url, "{}", headers: ["X-Hub-Signature-256": Self.signature("{ }", "new")])
            let answer = try await send(forged)
            #expect(answer.status == 401)
            #expect(!answer.text.contains(Self.signature("{}", "new").dropFirst(7)))
        }
        #expect(store.guids == [])
    }

    @Test func formsAreRefusedWithAnExplanation() async throws {
        try await withListener { url in
            let answer = try await send(
                Self.delivery(to: url, headers: ["Content-Type": "application/x-www-form-urlencoded"]))
            #expect(answer.text.contains("application/json"))
        }
    }

    @Test func otherPathsAndMethods() async throws {
        try await withListener { url in
            var get = HTTPClientRequest(url: url)
            get.method = .GET
            let answer = try await send(get)
            #expect(answer.status == 405)
            #expect(answer.headers["allow"] == "POST")
            #expect(try await send(Self.delivery(to: url + "s")).status == 404)
            #expect(try await send(Self.delivery(to: url + "?a=b")).status == 202)
        }
    }

    @Test func tooLargeIsRefusedFromTheLengthAlone() async throws {
        try await withListener { url in
            var request = Self.delivery(to: url)
            // The body never comes: the answer must not wait for it.
            let stream = AsyncStream<ByteBuffer> { _ in }
            request.body = .stream(stream, length: .known(Int64(25 * 1024 * 1024 + 1)))
            let answer = try await send(request)
            #expect(answer.status == 413)
        }
    }

    @Test func tooLargeIsRefusedWhileItArrives() async throws {
        try await withListener { url in
            var request = Self.delivery(to: url)
            let chunk = ByteBuffer(repeating: 32, count: 1 << 20)
            request.body = .stream((0..<26).map { _ in chunk }.async, length: .unknown)
            let status = try? await send(request).status
            // The connection may be closed while the client still sends; then there is no answer to read.
            #expect(status == nil || status == 413)
        }
        #expect(store.guids == [])
        #expect(registry.exposition.contains(#"slipway_deliveries_refused_total{status="413"} 1"#))
    }

    @Test func exactly25MiBAreTaken() async throws {
        let body = String(repeating: " ", count: 25 * 1024 * 1024)
        try await withListener { url in
            let status = try await send(Self.delivery(to: url, body)).status
            #expect(status == 202)
        }
        let size = store.deliveries.withLock { $0.first?.body.count }
        #expect(size == 25 * 1024 * 1024)
    }

    @Test func whatCannotBeWrittenIsNotAcknowledged() async throws {
        let full = Store(failure: StorageError(.sqlite, "The disk is full.", whatToDo: ""))
        try await withListener(full) { url in
            let answer = try await send(Self.delivery(to: url))
            #expect(answer.status == 503)
            #expect(answer.text.contains(#""status":"not stored""#))
            #expect(!answer.text.contains("disk"))
        }
        #expect(registry.exposition.contains(#"slipway_deliveries_total{result="not_stored"} 1"#))
    }

    @Test func nothingIsAcknowledgedBeforeTheCommit() async throws {
        let commit = Latch<AppendResult>()
        let appended = Latch<Void>()
        let order = Notes()
        try await withListener(append: { _ in
            appended.settle(.success(()))
            return try await commit.value()
        }) { url in
            async let answered: Void = order.add("answered \(send(Self.delivery(to: url)).status)")
            try await appended.value()
            // Another request is answered in the meantime: the first could have been, too.
            _ = try await send(HTTPClientRequest(url: url))
            order.add("committed")
            commit.settle(.success(.stored))
            try await answered
        }
        #expect(order.all == ["committed", "answered 202"])
    }

    @Test func aBodyThatNeverEndsIsCutOff() async throws {
        var limits = HTTPLimits()
        limits.body = .milliseconds(50)
        try await withListener(limits: limits) { url in
            var request = Self.delivery(to: url)
            request.body = .stream(
                AsyncStream<ByteBuffer> { $0.yield(ByteBuffer(string: "{")) }, length: .known(Int64(2)))
            let answer = try await send(request)
            #expect(answer.status == 408)
            #expect(answer.text == #"{"reason":"The body did not arrive in time.","status":"refused"}"#)
        }
        #expect(store.guids == [])
    }

    @Test func bodiesBeyondTheBudgetAreTurnedAway() async throws {
        try await withListener(connections: OpenConnections(limit: 64, capacity: 4)) { url in
            let over = try await send(Self.delivery(to: url, "12345")).status
            let within = try await send(Self.delivery(to: url, "1234", guid: "b")).status
            #expect(over == 503)
            #expect(within == 202)
        }
        #expect(store.guids == ["b"])
    }
}

extension Array where Element: Sendable {
    /// The elements one after the other.
    var async: AsyncStream<Element> {
        let (stream, continuation) = AsyncStream.makeStream(of: Element.self)
        for element in self { continuation.yield(element) }
        continuation.finish()
        return stream
    }
}
