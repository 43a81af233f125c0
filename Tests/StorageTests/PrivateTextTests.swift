import Foundation
import Testing

@testable import Storage

@Suite("Files of secrets")
struct PrivateTextTests {
    private let folder = TemporaryFolder()

    @Test("a new file is for this user only, is not written over, and takes another's place with its time")
    func files() throws {
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        let (present, next) = (folder.url.appending(path: "secret"), folder.url.appending(path: "secret.next"))
        try PrivateText(present).write("old\n", replacing: false)
        try PrivateText(next).write("new\n", replacing: false)
        #expect(throws: PrivateText.Failure.self) { try PrivateText(next).write("newer\n", replacing: false) }
        let written = try #require(PrivateText.written(next))
        try PrivateText(next).take(placeOf: present)
        #expect(try String(contentsOf: present, encoding: .utf8) == "new\n")
        #expect(PrivateText.written(present) == written && PrivateText.written(next) == nil)
        let attributes = try FileManager.default.attributesOfItem(atPath: present.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["secret"])
    }
}
