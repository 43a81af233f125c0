import Scaffolding
import Testing

/// What can be wrong with a template.yaml and with the library as a whole.
@Suite struct ManifestRefusalTests {
    static let broken: [(manifest: String, says: String)] = [
        ("colour: red", "unknown key colour"),
        ("variables: {port: {descripton: p}}", "unknown key descripton"),
        ("variables: {port: {default: 1}}", "the variable port has no description"),
        ("variables: {name: {description: n}}", "the variable name is already one of every project"),
        ("variables: {my-port: {description: n}}", "may only have letters and digits"),
        ("variables: {a: {description: n, default: '<% b %>'}}", "the default of a: uses the variable b"),
        ("raw: 3", "raw: the value has the wrong type"),
        ("raw: }", "template.yaml, line 3: "),
        ("raw: [nowhere]", "names the file nowhere, which is not there"),
        ("without: [nowhere]", "names the file nowhere, which is not there"),
        ("only: {domian: [file]}", "uses the variable domian"),
        ("extends: nowhere", "there is no folder nowhere"),
        ("extends: ../site", "there is no folder ../site"),
        ("extends: site", "extends itself: site → site"),
    ]

    @Test(arguments: broken)
    func aManifestIsCheckedWholly(manifest: String, says: String) throws {
        let folder = try TemplateFolder.site(["file": ""], manifest: manifest)
        let error = try #require(throws: TemplateError.self) { try folder.library.list() }
        #expect(error.template == "site")
        #expect(error.description.contains(says), "\(error)")
    }

    @Test func nameAndDescriptionAreNeeded() throws {
        let unnamed = try TemplateFolder(["site/template.yaml": "description: d"])
        let misnamed = try TemplateFolder(["site/template.yaml": "{name: page, description: d}"])
        #expect(try refusal(of: unnamed).contains("the key name is missing"))
        #expect(try refusal(of: misnamed).contains("name is page, but the folder is site"))
    }

    @Test func anUnknownTemplateNamesTheKnownOnes() throws {
        let folder = try TemplateFolder.site([:])
        #expect(throws: TemplateError(.unknownTemplate(known: ["site"]), template: "nextjs")) {
            try folder.library.template(named: "nextjs")
        }
        #expect(throws: TemplateError.self) { try folder.library.template(named: "../site") }
    }

    @Test func aMissingFolderIsSaid() throws {
        let error = try #require(throws: TemplateError.self) { try TemplateLibrary(folder: "/nonexistent/x").names() }
        #expect(error.description.hasPrefix("cannot be read: no folder /nonexistent/x. "))
    }

    private func refusal(of folder: TemplateFolder) throws -> String {
        try #require(throws: TemplateError.self) { try folder.library.list() }.description
    }
}
