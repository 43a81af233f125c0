import Foundation
import Scaffolding
import Testing

@Suite struct DiscoveryTests {
    private let manifest = "{name: site, description: d}"

    @Test func besideTheExecutable() throws {
        let folder = try TemplateFolder(["bin/slipway": "", "bin/Templates/site/template.yaml": manifest])
        #expect(try find(folder).folder.hasSuffix("/bin/Templates"))
    }

    @Test func installed() throws {
        let folder = try TemplateFolder(["bin/slipway": "", "share/slipway/templates/site/template.yaml": manifest])
        #expect(try find(folder).names() == ["site"])
    }

    @Test func throughASymbolicLink() throws {
        let folder = try TemplateFolder([
            "opt/bin/slipway": "", "opt/share/slipway/templates/site/template.yaml": manifest,
        ])
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/slipway", withDestinationPath: "\(folder.path)/opt/bin/slipway")
        let library = try TemplateLibrary.find(executable: "\(folder.path)/slipway", workingDirectory: "/nonexistent")
        #expect(try library.names() == ["site"])
    }

    @Test func inTheWorkingDirectory() throws {
        let folder = try TemplateFolder(["here/Templates/site/template.yaml": manifest])
        #expect(try find(folder).folder.hasSuffix("/here/Templates"))
    }

    @Test func anEmptyFolderIsNotALibraryAndThePlacesAreNamed() throws {
        let folder = try TemplateFolder(["here/Templates/readme.txt": ""])
        let error = try #require(throws: TemplateError.self) { try find(folder) }
        #expect(error.description.contains("/share/slipway/templates"))
        #expect(error.description.contains("/here/Templates"))
    }

    private func find(_ folder: TemplateFolder) throws -> TemplateLibrary {
        try .find(executable: "\(folder.path)/bin/slipway", workingDirectory: "\(folder.path)/here")
    }
}
