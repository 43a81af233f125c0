import AsyncHTTPClient
import Automations
import Foundation
import NIOCore
import NIOHTTP1
import Storage
import Synchronization
import Testing

@testable import Service

@Suite("API: what is asked")
struct APIRequestTests {
    typealias Problem = APIAccessTests.Problem

    private func problem(
        _ path: String, _ method: HTTPMethod = .GET, body: String? = nil, type: String? = "application/json"
    ) async throws -> (answer: Answer, problem: Problem) {
        let fixture = try await OperationsFixture()
        try await fixture.storage.register()
        let got = Mutex<Answer?>(nil)
        try await fixture.serve { base in
            let answer = try await send(OperationsFixture.request(base + path, method, body: body, type: type))
            got.withLock { $0 = answer }
        }
        let answer = try #require(got.withLock { $0 })
        return (answer, try answer.json(Problem.self))
    }

    @Test func whatIsNotThereIsNamed() async throws {
        for (path, detail) in [
            ("/api", "There is nothing at /api."), ("/api/project", "There is nothing at /api/project."),
            ("/api/projects/acme/none", "There is no project acme/none."),
            ("/api/projects/ac%2Fme/web-shop", "There is no project ac/me/web-shop."),
            ("/api/runs/7", "There is no run 7."), ("/api/runs/seven", "There is no run seven."),
            ("/api/deliveries/g", "There is no delivery g."),
            ("/api/runs?repository=acme/none", "There is no project acme/none."),
        ] {
            let (answer, problem) = try await problem(path)
            #expect(answer.status == 404, "\(path)")
            #expect(problem.detail == detail)
        }
    }

    @Test func anotherMethodIsToldWhichAreAnswered() async throws {
        let (list, _) = try await problem("/api/projects", .POST)
        #expect(list.status == 405)
        #expect(list.headers["allow"] == "GET, HEAD")
        let (post, words) = try await problem("/api/projects/acme/web-shop/reconcile")
        #expect(post.status == 405)
        #expect(post.headers["allow"] == "POST")
        #expect(words.detail == "GET is not answered at /api/projects/acme/web-shop/reconcile.")
    }

    @Test func parametersAreCheckedAndSlipsFound() async throws {
        for (path, detail, whatToDo) in [
            (
                "/api/projects?state=actve", "state is \"actve\".",
                "It should be one of settingUp, active, degraded, failed, archived. Did you mean \"active\"?"
            ),
            (
                "/api/deliveries?stats=done", "\"stats\" is not known here.",
                "Known are status, event, repository, cursor, limit. Did you mean \"status\"?"
            ),
            ("/api/runs?limit=0", "limit is \"0\".", "It should be a number from 1 to 1000."),
            ("/api/runs?limit=5&limit=6", "limit is given twice.", "Give it once."),
            (
                "/api/runs?cursor=bm9uZQ", "cursor is not the next of a page of this list.",
                "Leave it out to begin at the first page."
            ),
            (
                "/api/deliveries?cursor=" + PageCursor("runs", "4").text,
                "cursor is not the next of a page of this list.", "Leave it out to begin at the first page."
            ),
            ("/api/runs/1?x=1", "\"x\" is not known here.", "There is none here."),
        ] {
            let (answer, problem) = try await problem(path)
            #expect(answer.status == 400, "\(path)")
            #expect(problem.detail == detail)
            #expect(problem.whatToDo == whatToDo)
        }
    }

    @Test func bodiesAreSmallJSONObjectsOfWhatIsKnown() async throws {
        let path = "/api/projects/acme/web-shop/promote"
        let (form, _) = try await problem(path, .POST, body: "a=b", type: "application/x-www-form-urlencoded")
        #expect(form.status == 415)
        let (untyped, _) = try await problem(path, .POST, body: "{}", type: nil)
        #expect(untyped.status == 415)
        let (large, _) = try await problem(path, .POST, body: String(repeating: " ", count: 65 * 1024))
        #expect(large.status == 413)
        for (body, detail) in [
            ("[]", "the body is not a JSON object of strings."), ("{", "the body is not a JSON object of strings."),
            (#"{"environmnt":"staging"}"#, "\"environmnt\" is not known here."),
            (#"{"environment":"stagin"}"#, "environment is \"stagin\"."),
        ] {
            let (answer, problem) = try await problem(path, .POST, body: body)
            #expect(answer.status == 400, "\(body)")
            #expect(problem.detail == detail)
        }
        let typed = try await problem(path, .POST, body: "{}", type: "Application/JSON; charset=utf-8")
        #expect(typed.answer.status == 409)
    }

    @Test func aBodyInChunksIsBoundedToo() async throws {
        let fixture = try await OperationsFixture()
        try await fixture.storage.register()
        try await fixture.serve { base in
            var request = OperationsFixture.request(base + "/api/projects/acme/web-shop/promote", .POST)
            request.headers.add(name: "Content-Type", value: "application/json")
            let chunk = ByteBuffer(repeating: UInt8(ascii: " "), count: 16 * 1024)
            request.body = .stream([chunk, chunk, chunk, chunk, chunk].oneByOne, length: .unknown)
            let answer = try await send(request)
            #expect(answer.status == 413)
        }
    }

    @Test func aDatabaseThatCannotBeUsedIsUnavailable() async throws {
        let fixture = try await OperationsFixture()
        try await fixture.storage.register()
        let project = StorageFixture.project.value
        try await fixture.database.write { tx in
            try tx.projects.update(project, at: StorageFixture.now) { $0.scaffoldSHA = StorageFixture.sha }
        }
        let outage = try await Outage("BEFORE INSERT ON run", on: fixture.database)
        try await fixture.serve { base in
            let request = OperationsFixture.request(base + "/api/projects/acme/web-shop/reconcile", .POST)
            let answer = try await send(request)
            #expect(answer.status == 503, "\(answer.text)")
            #expect(answer.headers["retry-after"] == "5")
            outage.end()
            let again = try await send(request)
            #expect(again.status == 202, "\(again.text)")
        }
    }
}

extension Array where Element: Sendable {
    /// One element after the other.
    fileprivate var oneByOne: AsyncStream<Element> {
        AsyncStream { continuation in
            for element in self { continuation.yield(element) }
            continuation.finish()
        }
    }
}
