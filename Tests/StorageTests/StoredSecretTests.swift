import Foundation
import Testing

@testable import Storage

@Suite("Files of secrets")
struct StoredSecretTests {
    private let folder = TemporaryFolder()

    @Test("a new file is for this user only, is not written over, and takes another's place with its time")
    func files() throws {
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        let (present, next) = (folder.url.appending(path: "secret"), folder.url.appending(path: "secret.next"))
        try StoredSecret.write("old\n", to: present)
        try StoredSecret.write("new\n", to: next)
        #expect(throws: StorageError.self) { try StoredSecret.write("newer\n", to: next) }
        let written = try #require(StoredSecret.written(next))
        try StoredSecret.put(next, inPlaceOf: present)
        #expect(try String(contentsOf: present, encoding: .utf8) == "new\n")
        #expect(StoredSecret.written(present) == written && StoredSecret.written(next) == nil)
        let attributes = try FileManager.default.attributesOfItem(atPath: present.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["secret"])
    }
}
