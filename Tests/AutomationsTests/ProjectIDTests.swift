import Foundation
import Testing

@testable import Automations

@Suite struct ProjectIDTests {
    @Test func isTheVersion5UUIDOfTheURL() {
        // Cross-checked with Python: uuid.uuid5(uuid.NAMESPACE_URL, "github.com/repositories/1296269")
        let id = ProjectID(gitHubHost: "github.com", repository: 1_296_269)
        #expect(id.value == "8ca7c9d6-b071-5c09-9cd9-dce5f9d66453")
    }

    @Test func anotherHostIsAnotherProject() {
        #expect(
            ProjectID(gitHubHost: "github.com", repository: 7)
                != ProjectID(gitHubHost: "git.example.com", repository: 7))
    }

    @Test func aStoredIdIsReadBackInLowerCase() {
        #expect(
            ProjectID("8CA7C9D6-B071-5C09-9CD9-DCE5F9D66453")?.value == "8ca7c9d6-b071-5c09-9cd9-dce5f9d66453")
        #expect(ProjectID("") == nil)
        #expect(ProjectID("../etc") == nil)
    }

    @Test func isStoredAsPlainText() throws {
        let id = ProjectID(gitHubHost: "github.com", repository: 1)
        let data = try JSONEncoder().encode([id])
        #expect(String(decoding: data, as: UTF8.self) == "[\"\(id.value)\"]")
        #expect(try JSONDecoder().decode([ProjectID].self, from: data) == [id])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([ProjectID].self, from: Data("[\"x\"]".utf8)) }
    }
}
