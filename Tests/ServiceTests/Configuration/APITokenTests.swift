import Redaction
import Testing

@testable import Service

@Suite("The API's tokens in the configuration")
struct APITokenTests {
    private func load(_ flags: [String: String], in folder: TemporaryFolder) throws -> Configuration {
        try Configuration.load(
            file: nil, flags: ["github.token": "t", "github.webhookSecrets": "s"].merging(flags) { $1 },
            workingFolder: folder.path)
    }

    @Test func theyAreReadAndNeverShown() throws {
        let folder = try TemporaryFolder()
        #expect(try load([:], in: folder).api.token == nil)
        try folder.write("0123456789abcdef0123\n", to: "token")
        let configuration = try load(
            ["api.tokenFile": "token", "api.readToken": "read-0123456789abcdef"], in: folder)
        #expect(configuration.api.token == Redacted("0123456789abcdef0123"))
        #expect(configuration.api.readToken == Redacted("read-0123456789abcdef"))
        #expect(!configuration.summary.contains("0123456789"))
        #expect(try load([:], in: folder).summary.contains("/api-token"))
    }

    @Test(arguments: ["short", "with a space in it, but long", "umläute-sind-hier-nicht-erlaubt"])
    func oneThatCannotBeUsedIsRefused(_ token: String) throws {
        let folder = try TemporaryFolder()
        #expect(throws: ConfigurationProblems.self) { try load(["api.token": token], in: folder) }
        do {
            _ = try load(["api.token": token], in: folder)
        } catch let problems as ConfigurationProblems {
            #expect(!"\(problems)".contains(token))
            #expect(problems.problems.first?.what == "the API's token is not one that can be used.")
        }
    }
}
