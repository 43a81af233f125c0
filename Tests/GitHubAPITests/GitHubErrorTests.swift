import AsyncHTTPClient
import Foundation
import GitHubAPI
import Redaction
import Testing

@Suite("Errors")
struct GitHubErrorTests {
    /// The error that a call ends with when GitHub answers so.
    func error(
        _ answer: Answer,
        _ call: @escaping @Sendable (GitHubClient) async throws -> Void = { _ = try await $0.repository(.webShop) }
    ) async throws -> GitHubError {
        let (stream, continuation) = AsyncStream.makeStream(of: GitHubError.self)
        try await FakeGitHub.run { _, _ in
            answer
        } test: { client, _ async throws in
            let error = try #require(await #expect(throws: GitHubError.self) { try await call(client) })
            continuation.yield(error)
            continuation.finish()
        }
        for await error in stream { return error }
        throw CancellationError()
    }

    @Test(arguments: [
        (401, "Bad credentials", GitHubError.Code.unauthorized, false),
        (403, "Resource not accessible by integration", .forbidden(missingPermission: nil), false),
        (403, "This installation has been suspended", .suspended, false),
        (404, "Not Found", .notFound, false),
        (409, "Git Repository is empty.", .emptyRepository, true),
        (409, "Repository is still being created", .conflict, true),
        (410, "Gone", .gone, false),
        (451, "Repository access blocked", .gone, false),
        (418, "teapot", .other, false),
        (422, "Update is not a fast forward", .notFastForward, false),
        (422, "Reference already exists", .alreadyExists, false),
        (422, "Validation Failed", .unprocessable, false),
        (500, "Server Error", .server, true),
        (502, "Bad Gateway", .server, true),
        (503, "Service unavailable", .server, true),
    ])
    func everyStatusHasItsCode(
        _ status: Int, _ message: String, _ code: GitHubError.Code, _ isRetryable: Bool
    ) async throws {
        let error = try await error(.error(status, message))
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.message == message)
        #expect(error.isRetryable == isRetryable)
        #expect(error.outcomeUnknown == false, "reading changes nothing")
        #expect(error.whatHappened.hasSuffix("."))
        #expect(error.whatToDo.hasSuffix("."))
    }

    @Test func gitHubNamesThePermission() async throws {
        let answer = Answer.error(
            403, "Resource not accessible by integration", headers: ["x-accepted-github-permissions": "statuses=write"])
        let error = try await error(answer) { client async throws in
            try await client.setStatus(CommitStatus(state: .error, context: "c"), on: "abc", in: .webShop)
        }
        #expect(error.code == .forbidden(missingPermission: "statuses=write"))
        #expect(
            error.description
                == "GitHub does not let Slipway do POST /repos/acme/web-shop/statuses/abc (403): Resource not "
                + "accessible by integration. Give the App (or the token) the permission \"statuses: write\", and "
                + "accept it for the installation.")
    }

    @Test(arguments: [403, 404])
    func workflowFilesNeedAPermissionOfTheirOwn(_ status: Int) async throws {
        let tree = try await error(.error(status, "Not Found")) { client async throws in
            let entry = NewTreeEntry(path: ".github/workflows/slipway.yml", content: .text(""))
            _ = try await client.createTree([entry], in: .webShop)
        }
        let file = try await error(.error(status, "Not Found")) { client async throws in
            _ = try await client.putFile(".github/workflows/x.yml", bytes: Data(), message: "m", in: .webShop)
        }
        for error in [tree, file] {
            #expect(error.code == .forbidden(missingPermission: "workflows=write"))
            #expect(error.whatHappened.contains(".github/workflows/"))
            #expect(error.whatToDo.contains("\"workflows: write\""))
        }
    }

    @Test func anArchivedRepositoryIsNoMissingPermission() async throws {
        let error = try await error(.error(403, "Repository was archived so is read-only.")) { client async throws in
            let entry = NewTreeEntry(path: ".github/workflows/slipway.yml", content: .text(""))
            _ = try await client.createTree([entry], in: .webShop)
        }
        #expect(error.code == .archived)
        #expect(!error.isPermissionRefusal, "nothing to wait for")
    }

    @Test func workflowsAreAlsoRefusedAtTheBranch() async throws {
        let message =
            "refusing to allow a GitHub App to create or update workflow `.github/workflows/slipway.yml` "
            + "without `workflows` permission"
        let error = try await error(.error(403, message)) { client async throws in
            try await client.updateBranch("main", to: "abc", in: .webShop)
        }
        #expect(error.code == .forbidden(missingPermission: "workflows=write"))
    }

    @Test func otherFilesNotFoundAreNotFound() async throws {
        let error = try await error(.error(404, "Not Found")) { client async throws in
            _ = try await client.createTree([NewTreeEntry(path: "a", content: .text(""))], in: .webShop)
        }
        #expect(error.code == .notFound)
    }

    @Test func whatIsNotThereIsNilWhereThatIsAnAnswer() async throws {
        try await FakeGitHub.run { _, _ in
            .error(404, "Not Found")
        } test: { client, _ async throws in
            #expect(try await client.branch("main", in: .webShop) == nil)
            #expect(try await client.file("a", in: .webShop) == nil)
        }
    }

    @Test func detailsAreKept() async throws {
        let body = """
            {"message": "Validation Failed", "errors": [{"resource": "Status", "code": "custom", "field": "description",
             "message": "description is too long (maximum is 140 characters)"}]}
            """
        let error = try await error(Answer(status: 422, body: body))
        #expect(error.details.first?.field == "description")
        #expect(
            error.whatHappened == "GitHub does not accept GET /repos/acme/web-shop (422): Validation Failed; "
                + "description is too long (maximum is 140 characters).")
        let texts = try await self.error(Answer(status: 422, body: #"{"message": "No", "errors": ["a", "b"]}"#))
        #expect(texts.details.map(\.message) == ["a", "b"])
        let code = #"{"message": "No", "errors": [{"resource": "Hook", "code": "already_exists"}]}"#
        #expect(try await self.error(Answer(status: 422, body: code)).code == .alreadyExists)
    }

    @Test func pagesOfProxiesAreErrorsToo() async throws {
        let error = try await error(Answer(status: 502, body: "<html>no</html>"))
        #expect(error.code == .server)
        #expect(error.message == nil)
        let success = try await self.error(Answer(body: "<html>welcome</html>"))
        #expect(success.code == .invalidAnswer)
        let incomplete = try await self.error(Answer(body: #"{"id": 1}"#))
        #expect(incomplete.message == "full_name: is missing")
    }

    @Test func aServersErrorLeavesAWriteInDoubt() async throws {
        let error = try await error(.error(502, "Bad Gateway")) { client async throws in
            _ = try await client.createComment("b", on: "abc", in: .webShop)
        }
        #expect(error.outcomeUnknown)
    }

    @Test func answersMayNotBeEndless() async throws {
        try await FakeGitHub.run(configure: { $0.maximumResponseBytes = 1_000 }) { _, _ in
            Answer(body: String(repeating: " ", count: 1_001))
        } test: { client, _ async throws in
            let error = await #expect(throws: GitHubError.self) { try await client.repository(.webShop) }
            #expect(error?.code == .tooLarge)
        }
    }

    @Test func anAnswerThatDoesNotComeIsGivenUp() async throws {
        let gate = Gate()
        try await FakeGitHub.run(configure: { $0.deadline = .milliseconds(50) }) { _, _ in
            await gate.wait()
            return .json("{}")
        } test: { client, _ async throws in
            let error = await #expect(throws: GitHubError.self) {
                try await client.setStatus(CommitStatus(state: .success, context: "c"), on: "abc", in: .webShop)
            }
            #expect(error?.code == .timedOut)
            #expect(error?.outcomeUnknown == true)
            #expect(error?.isRetryable == true)
            await gate.open()
        }
    }

    @Test func nobodyListening() async throws {
        try await withHTTPClient { http in
            let client = GitHubClient(
                configuration: try .init(api: "http://127.0.0.1:1"), credential: .token(LiveSecret(Redacted("secret"))),
                http: http)
            let error = await #expect(throws: GitHubError.self) {
                _ = try await client.createComment("b", on: "abc", in: .webShop)
            }
            #expect(error?.code == .transport)
            #expect(error?.outcomeUnknown == false, "nothing was sent")
            #expect(error?.status == nil)
            #expect(error?.message == "no connection: refused, or the host is unknown")
        }
    }

    @Test func aCancelledCallIsCancelled() async throws {
        let gate = Gate()
        try await FakeGitHub.run { _, _ in
            await gate.wait()
            return .json("{}")
        } test: { client, _ async throws in
            let task = Task { try await client.repository(.webShop) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            await gate.open()
        }
    }

    @Test func noTokenInAnyDescription() async throws {
        try await FakeGitHub.run(credential: .token(LiveSecret(Redacted("ghp_secret")))) { _, _ in
            .error(401, "Bad credentials")
        } test: { client, _ async throws in
            let error = try #require(
                await #expect(throws: GitHubError.self) {
                    try await client.workflowRuns(headSHA: "private", in: .webShop)
                })
            var text = ""
            dump((error, client), to: &text)
            #expect(!text.contains("ghp_secret"))
            #expect(!error.path.contains("private"))
            #expect(!error.localizedDescription.contains("ghp_secret"))
        }
    }
}
