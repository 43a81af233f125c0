import Foundation
import Scaffolding
import Testing

/// Everything that must stop a rendering, with the place it names.
@Suite struct RefusalTests {
    typealias Problem = TemplateError.Problem

    static let brokenFiles: [(text: String, line: Int, problem: Problem)] = [
        ("one\ntwo <% name", 2, .leftoverDelimiter("<%")),
        ("one\n\nthree %>", 3, .leftoverDelimiter("%>")),
        ("<% <% name %>", 1, .leftoverDelimiter("<%")),
        ("<%= name %>", 1, .unsupportedTag("<%= name %>")),
        ("x\n<%> other %>", 2, .unsupportedTag("<%> other %>")),
        ("<%{ name }%>", 1, .unsupportedTag("<%{ name }%>")),
        ("<% upper(name) %>", 1, .unsupportedTag("<% upper(name) %>")),
        ("<% %>", 1, .unsupportedTag("<% %>")),
        ("<%# domain %>\n<%/ name %>", 2, .unbalancedSection("name")),
        ("<%/ name %>", 1, .unbalancedSection("name")),
        ("\n<%^ domain %>", 2, .unbalancedSection("domain")),
    ]

    @Test(arguments: brokenFiles)
    func brokenTags(text: String, line: Int, problem: Problem) throws {
        let folder = try TemplateFolder.site(["some/file": text])
        #expect(throws: TemplateError(problem, template: "site", file: "some/file", line: line)) {
            try folder.library.template(named: "site")
        }
    }

    @Test func anUndeclaredVariableNamesItsPlaceAndItsLikes() throws {
        let folder = try TemplateFolder.site(["k8s/a.yaml": "a\nb\n<% nama %>"])
        let error = try #require(throws: TemplateError.self) { try folder.render() }
        #expect(
            error.description == """
                template site, k8s/a.yaml, line 3: uses the variable nama, which is not declared (did you mean name?). \
                Declare it under `variables` in template.yaml, or correct the name.
                """)
    }

    @Test func aSectionNeedsADeclaredVariableToo() throws {
        let folder = try TemplateFolder.site(["a": "<%# mystery %><%/ mystery %>"])
        #expect(try problem { try folder.render() }.isUndeclared("mystery"))
    }

    @Test func anUnknownValueIsRefused() throws {
        let folder = try TemplateFolder.site(["a": ""], manifest: "variables: {port: {description: p}}")
        #expect(try problem { try folder.render(["prot": "1"]) } == .unknownVariable("prot", known: ["port"]))
    }

    @Test func aRequiredVariableNeedsAValue() throws {
        let folder = try TemplateFolder.site(["a": ""], manifest: "variables: {port: {description: p, required: true}}")
        #expect(try problem { try folder.render() } == .missingValue("port"))
        #expect(try problem { try folder.render(["port": ""]) } == .missingValue("port"))
        #expect(throws: Never.self) { try folder.render(["port": "1"]) }
    }

    @Test(arguments: ["two\nlines", "tab\t", "a\"b", "a\\b", "a <% b", "a %> b", "\u{85}"])
    func aValueThatWouldBreakItsQuotationIsRefused(value: String) throws {
        let folder = try TemplateFolder.site(["a": ""], manifest: "variables: {own: {description: p}}")
        guard case .unusableValue("own", _) = try problem({ try folder.render(["own": value]) }) else {
            Issue.record("\(value) was taken")
            return
        }
    }

    @Test(arguments: [
        "../x", "/etc/x", "a/../../x", ".git", ".GIT", ".git.", ".git ", "git~1", "GIT~1", ".git::x", ".g\u{200C}it",
        "a/.Git", "a//b", "a/", "./x", "a\\b",
    ])
    func aPathMustStayInTheRepository(value: String) throws {
        let folder = try TemplateFolder.site(["<% own %>x": ""], manifest: "variables: {own: {description: p}}")
        let values = ["own": value + "/"]
        switch try problem({ try folder.render(values) }) {
        case .unsafePath, .unusableValue: break
        default: Issue.record("\(value) was taken")
        }
    }

    @Test(arguments: [".gitignore", ".github", "git", ".gitx", "git~10", "a.git", "..."])
    func aPathThatOnlyLooksAlikeIsTaken(value: String) throws {
        let folder = try TemplateFolder.site(["<% own %>x": ""], manifest: "variables: {own: {description: p}}")
        #expect(try folder.render(["own": value + "/"]).map(\.path) == [value + "/x"])
    }

    @Test func pathsMustNotCollideEvenWhereCaseIsIgnored() throws {
        let cased = try TemplateFolder.site(["README.md": "", "<% own %>": ""], manifest: Self.own)
        #expect(try problem { try cased.render(["own": "readme.md"]) }.isCollision)
        #expect(try problem { try cased.render(["own": "readme.md/inside"]) }.isCollision)
        #expect(throws: Never.self) { try cased.render(["own": "other"]) }
    }

    /// A file, a folder and one that leads nowhere; a template's own description is one of its files.
    @Test(arguments: [("link", "/etc/hostname"), ("link", "/etc"), ("link", "nothing"), ("deep/link", "../../..")])
    func symbolicLinksAreRefused(_ name: String, _ target: String) throws {
        let folder = try TemplateFolder.site(["a": "", "deep/b": ""])
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/site/\(name)", withDestinationPath: target)
        #expect(throws: TemplateError(.symbolicLink, template: "site", file: name)) { try folder.render() }
    }

    private static let own = "variables: {own: {description: p}}"

    private func problem(_ body: () throws -> some Any) throws -> Problem {
        try #require(throws: TemplateError.self) { _ = try body() }.problem
    }
}

extension TemplateError.Problem {
    fileprivate var isCollision: Bool { if case .collision = self { true } else { false } }

    fileprivate func isUndeclared(_ name: String) -> Bool {
        if case .undeclaredVariable(name, _) = self { true } else { false }
    }
}
