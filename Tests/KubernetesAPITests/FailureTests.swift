import Foundation
import KubernetesAPI
import Redaction
import Testing

@Suite struct FailureTests {
    private struct Case: Sendable {
        var reply: Reply
        var code: KubernetesError.Code
        var retryable: Bool
        var unknown = false
    }

    private static let cases: [Case] = [
        Case(reply: .failure(400, "BadRequest", "x"), code: .invalid, retryable: false),
        Case(reply: .failure(401, "Unauthorized", "Unauthorized"), code: .unauthorized, retryable: false),
        Case(reply: .failure(403, "Forbidden", "User cannot patch"), code: .forbidden, retryable: false),
        Case(reply: .failure(403, "Forbidden", "exceeded quota: q, used: 1"), code: .quotaExceeded, retryable: false),
        Case(
            reply: .failure(
                403, "Forbidden", "is being terminated",
                details: #"{"causes":[{"reason":"NamespaceTerminating","field":"metadata.namespace"}]}"#),
            code: .namespaceTerminating, retryable: true),
        Case(
            reply: .failure(404, "NotFound", "namespaces x not found", details: #"{"name":"x","kind":"namespaces"}"#),
            code: .notFound, retryable: false),
        Case(reply: .failure(404, "NotFound", "no such", details: "{}"), code: .resourceTypeMissing, retryable: false),
        Case(reply: .failure(409, "AlreadyExists", "x"), code: .alreadyExists, retryable: false),
        Case(reply: .failure(409, "Conflict", "the object has been modified"), code: .conflict, retryable: true),
        Case(reply: .failure(413, "RequestEntityTooLarge", "x"), code: .invalid, retryable: false),
        Case(reply: .failure(422, "Invalid", "x"), code: .invalid, retryable: false),
        Case(
            reply: .failure(
                500, "", "failed to create typed patch object (a/b): .spec.x: field not declared in schema"),
            code: .typedPatch, retryable: false),
        Case(reply: .failure(500, "", "failed to convert new object"), code: .typedPatch, retryable: false),
        Case(reply: .failure(500, "", "etcdserver: request is too large"), code: .invalid, retryable: false),
        Case(reply: .failure(500, "InternalError", "etcd"), code: .server, retryable: true, unknown: true),
        Case(reply: .failure(504, "Timeout", "x"), code: .timeout, retryable: true, unknown: true),
        Case(reply: .text("<html>", status: 502), code: .server, retryable: true, unknown: true),
        Case(reply: .json("{\"kind\":\"Other\"}"), code: .unreadable, retryable: true, unknown: true),
        Case(reply: .stream(["{\"meta"], end: .brokenOff), code: .transport, retryable: true, unknown: true),
    ]

    @Test(arguments: cases.indices)
    func everyAnswerHasItsCode(index: Int) async throws {
        let expected = Self.cases[index]
        try await withCluster { _, _ in
            expected.reply
        } _: { (client, _) async throws in
            let error = try #require(
                await #expect(throws: KubernetesError.self) {
                    try await client.apply(Samples.repository, comparedWith: .unread)
                })
            #expect(error.code == expected.code)
            #expect(error.isRetryable == expected.retryable)
            #expect(error.outcomeUnknown == expected.unknown)
            #expect(error.whatHappened.hasSuffix("."))
            #expect(error.whatToDo.hasSuffix("."))
        }
    }

    @Test func saysWhatHappenedInWords() async throws {
        try await withCluster { _, _ in
            .failure(403, "Forbidden", "gitrepositories \\\"app\\\" is forbidden: no")
        } _: { (client, _) async throws in
            let error = await #expect(throws: KubernetesError.self) {
                try await client.apply(Samples.repository, comparedWith: .unread)
            }
            #expect(
                error?.description == """
                    The cluster refused to apply gitrepositories.source.toolkit.fluxcd.io/app in namespace shop: \
                    403 gitrepositories "app" is forbidden: no. Give this user the right with a Role or ClusterRole, \
                    or mend what the message names.
                    """)
        }
    }

    @Test func obeysRetryAfter() async throws {
        try await withCluster { _, number in
            number == 0
                ? .text("Too many requests, please try again later.\n", status: 429, headers: [("Retry-After", "7")])
                : .failure(504, "Timeout", "later", details: #"{"retryAfterSeconds":3}"#)
        } _: { (client, _) async throws in
            let first = await #expect(throws: KubernetesError.self) { try await client.version() }
            #expect(first?.code == .tooManyRequests)
            #expect(first?.retryAfter == .seconds(7))
            let second = await #expect(throws: KubernetesError.self) { try await client.version() }
            #expect(second?.retryAfter == .seconds(3))
            #expect(second?.outcomeUnknown == false)
        }
    }

    @Test func aServerThatSaysNothingIsATimeout() async throws {
        var options = ClientOptions()
        options.requestTimeout = .milliseconds(50)
        try await withCluster(options: options) { _, _ in
            try await .silence()
        } _: { (client, _) async throws in
            let error = await #expect(throws: KubernetesError.self) {
                try await client.apply(Samples.repository, comparedWith: .unread)
            }
            #expect(error?.code == .timeout)
            #expect(error?.outcomeUnknown == true)
        }
    }

    @Test func aServerThatStopsInTheMiddleIsATimeout() async throws {
        var options = ClientOptions()
        options.requestTimeout = .milliseconds(100)
        try await withCluster(options: options) { _, _ in
            .stream(["{"], end: .open)
        } _: { (client, _) async throws in
            let error = await #expect(throws: KubernetesError.self) { try await client.version() }
            #expect(error?.code == .timeout)
        }
    }

    @Test func nobodyListeningIsTransportAndNothingHappened() async throws {
        let cluster = FakeCluster { _, _ in .text("ok") }
        let address = Collected<String>()
        try await cluster.serve { address.append($0) }
        try await withClient(ClusterConfiguration(server: address.values[0])) { client in
            let error = await #expect(throws: KubernetesError.self) {
                try await client.apply(Samples.repository, comparedWith: .unread)
            }
            #expect(error?.code == .transport)
            #expect(error?.outcomeUnknown == false)
            #expect(error?.message == "connection refused")
        }
    }

    @Test func aCancelledTaskGetsCancellation() async throws {
        let asked = AsyncStream<Void>.makeStream()
        try await withCluster { _, _ in
            asked.continuation.yield()
            return try await .silence()
        } _: { (client, _) async throws in
            let task = Task { try await client.version() }
            for await _ in asked.stream { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func observerHearsOfEveryCall() async throws {
        let reports = Collected<CallReport>()
        try await withCluster(observer: { reports.append($0) }) { question, _ in
            question.path == "/version" ? .failure(401, "Unauthorized", "no") : .json(Samples.gitRepository())
        } _: { (client, _) async throws in
            _ = try await client.get(GitRepository.self, "app", in: "shop")
            _ = try? await client.version()
            #expect(reports.values.map(\.status) == [200, 401])
            #expect(reports.values.map(\.call.verb) == [.get, .get])
            #expect(reports.values[0].call.resource == "gitrepositories.source.toolkit.fluxcd.io")
            #expect(reports.values[0].call.namespace == "shop")
        }
    }
}
