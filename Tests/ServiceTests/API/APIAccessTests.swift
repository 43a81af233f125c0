import AsyncHTTPClient
import Foundation
import NIOHTTP1
import Redaction
import Testing

@testable import Service

@Suite("API: who may")
struct APIAccessTests {
    struct Problem: Decodable {
        let type: String
        let title: String
        let status: Int
        let code: String
        let detail: String
        let whatToDo: String
    }

    @Test func withoutATokenNothingIsAnsweredButTheDocument() async throws {
        try await OperationsFixture().serve { base in
            for path in ["/api", "/api/projects", "/api/nothing", "/api/projects/a/b/reconcile"] {
                let answer = try await send(OperationsFixture.request(base + path, token: nil))
                #expect(answer.status == 401, "\(path)")
                #expect(answer.headers["www-authenticate"] == #"Bearer realm="slipway""#)
                #expect(answer.headers["content-type"] == "application/problem+json")
                let problem = try answer.json(Problem.self)
                #expect(problem.title == "Unauthorized")
                #expect(problem.status == 401)
                #expect(problem.code == "unauthorized")
                #expect(problem.detail == "A token is needed.")
            }
            let document = try await send(OperationsFixture.request(base + "/api/openapi.json", token: nil))
            #expect(document.status == 200)
            #expect(document.headers["content-type"] == "application/json")
        }
    }

    @Test func anotherTokenIsNone() async throws {
        try await OperationsFixture().serve { base in
            for token in ["abcdefghijklmnopqrstuvwxy", "abcdefghijklmnopqrstuvwxyzz", "x", ""] {
                let answer = try await send(OperationsFixture.request(base + "/api/projects", token: token))
                #expect(answer.status == 401, "\(token)")
                #expect(answer.headers["www-authenticate"] == #"Bearer realm="slipway", error="invalid_token""#)
                #expect(!answer.text.contains(OperationsFixture.token))
            }
            var two = OperationsFixture.request(base + "/api/projects")
            two.headers.add(name: "Authorization", value: "Bearer \(OperationsFixture.token)")
            let answer = try await send(two)
            #expect(answer.status == 401)
        }
    }

    @Test func theTokenForReadingReadsOnly() async throws {
        let fixture = try await OperationsFixture()
        try await fixture.storage.register()
        try await fixture.serve { base in
            let list = try await send(
                OperationsFixture.request(base + "/api/projects", token: OperationsFixture.readToken))
            #expect(list.status == 200)
            let post = try await send(
                OperationsFixture.request(
                    base + "/api/projects/acme/web-shop/reconcile", .POST, token: OperationsFixture.readToken))
            #expect(post.status == 403)
            #expect(try post.json(Problem.self).code == "forbidden")
            #expect(post.headers["www-authenticate"]?.contains("insufficient_scope") == true)
        }
    }

    @Test func authorizationIsReadAsRFC6750HasIt() {
        let tokens = APITokens(Redacted("the-token"), reading: nil)
        #expect(tokens.rights(of: ["Bearer the-token"]) == .all)
        #expect(tokens.rights(of: ["bearer  the-token"]) == .all)
        for wrong in ["the-token", "Basic the-token", "Bearer", "Bearer the-token x", "Bearer the-toke"] {
            #expect(tokens.rights(of: [wrong]) == .none, "\(wrong)")
        }
        #expect(tokens.rights(of: []) == .none)
    }

    @Test func theTokenIsMadeOnceAndForThisUserOnly() throws {
        let folder = try TemporaryFolder()
        let file = APITokenFile(dataFolder: folder.path)
        let token = try file.token(logger: .silent)
        #expect(token.value.utf8.count == 43)
        #expect(try file.token(logger: .silent) == token)
        let attributes = try FileManager.default.attributesOfItem(atPath: file.file.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["api-token"])
        let other = try TemporaryFolder()
        #expect(try APITokenFile(dataFolder: other.path).token(logger: .silent) != token)
    }

    @Test func aTokenThatCannotBeMadeOrReadIsSaidAtTheStart() throws {
        let folder = try TemporaryFolder()
        #expect(throws: StartFailure.self) {
            try APITokenFile(dataFolder: folder.path + "/missing").token(logger: .silent)
        }
        try folder.write("\n", to: "api-token")
        #expect(throws: StartFailure.self) { try APITokenFile(dataFolder: folder.path).token(logger: .silent) }
    }
}
