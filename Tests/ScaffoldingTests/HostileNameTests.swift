import Foundation
import Scaffolding
import Testing
import Yams

/// Names that people choose on GitHub: none becomes YAML, a path or an expression of a workflow.
@Suite struct HostileNameTests {
    /// What git allows in the name of a branch (git-check-ref-format) and YAML, Markdown or a shell could take for more.
    static let branches = [
        "8888", "true", "null", "a'b", "x#y", "a;b", "!tag", "&anchor", "%41",
        "{a,b}", "a|b", "<b>", "@acme/everyone", "$(id)", "`id`", "-", "=", "-----", "a\u{202E}b", "ümlaut/ß",
    ]

    @Test(arguments: BundledTemplates.names, branches)
    func aBranchStaysOneText(template: String, branch: String) throws {
        var project = BundledTemplates.full
        project.defaultBranch = branch
        let files = try BundledTemplates.render(template, for: project)
        let workflow = try #require(files[".github/workflows/slipway.yml"]?.text)
        #expect(value(try Yams.load(yaml: workflow), "on.push.branches") as? [String] == [branch])
        let plain = try BundledTemplates.render(template, for: BundledTemplates.full)
        #expect(files.map(\.path) == plain.map(\.path))
        for file in files where file.path.hasPrefix("k8s/") { #expect(file == plain[file.path]) }
    }

    @Test(arguments: [
        "a\"b", "a\"]}", "a\\b", "a\nb: c", "a\rb", "a\u{85}b", "a\tb", "a<%b", "a%>b", "${{secrets.X}}", "a\0",
        "a\u{2028}b",
    ])
    func aBranchThatWouldBecomeMoreIsRefused(branch: String) throws {
        for template in BundledTemplates.names {
            var project = BundledTemplates.bare
            project.defaultBranch = branch
            let error = try #require(throws: TemplateError.self) {
                try BundledTemplates.render(template, for: project)
            }
            guard case .unusableValue("defaultBranch", _) = error.problem else {
                Issue.record("\(branch): \(error)")
                continue
            }
        }
    }

    /// GitHub gives no such names; whatever gives them to the rendering, they are refused or harmless.
    @Test(arguments: ["a\"\nkind: Secret", "a\" # ", "${{secrets.X}}", "<%& name %>", "a\\"])
    func theSameOfNameAndOwner(text: String) throws {
        for template in BundledTemplates.names {
            #expect(throws: TemplateError.self) {
                try BundledTemplates.render(template, for: TemplateVariables(owner: "acme", name: text))
            }
            #expect(throws: TemplateError.self) {
                try BundledTemplates.render(template, for: TemplateVariables(owner: text, name: "shop"))
            }
        }
    }

    /// The configuration's own values may be meant as an expression.
    @Test func theConfigurationMayNameAnExpression() throws {
        let folder = try TemplateFolder.site(
            ["a": "run: \"<% own %>\""], manifest: "variables: {own: {description: p}}")
        #expect(try folder.render(["own": "${{ github.sha }}"])["a"]?.text == "run: \"${{ github.sha }}\"")
    }
}
