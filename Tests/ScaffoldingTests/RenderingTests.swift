import Foundation
import Scaffolding
import Testing

@Suite struct RenderingTests {
    @Test func tagsAreReplacedAndNothingElseIs() throws {
        let text = "a <% name %> & <b> \"<%fullName%>\" ${{ github.sha }} {{ x }} <%! gone %>\r\nlast < > % line"
        let files = try TemplateFolder.site(["a.txt": text]).render()
        #expect(
            files["a.txt"]?.text
                == "a web-shop & <b> \"acme/web-shop\" ${{ github.sha }} {{ x }} \r\nlast < > % line")
    }

    @Test func valuesAreNotEscapedForHTML() throws {
        let folder = try TemplateFolder.site(["a": "<% own %>"], manifest: "variables: {own: {description: d}}")
        #expect(try folder.render(["own": "Tom & <Jerry>'s"])["a"]?.text == "Tom & <Jerry>'s")
    }

    @Test func sectionsFollowWhetherAVariableHasAValue() throws {
        let text =
            "<%# domain %>\nhost: <% productionHost %>\n<%/ domain %>\n<%^ domain %>\nno host\n<%/ domain %>\nend\n"
        let folder = try TemplateFolder.site(["a": text])
        let template = try folder.library.template(named: "site")
        let without = TemplateVariables(owner: "acme", name: "web", domain: "")
        let with = TemplateVariables(owner: "acme", name: "web", domain: "example.com")
        #expect(try template.render(without)["a"]?.text == "no host\nend\n")
        #expect(try template.render(with)["a"]?.text == "host: web.example.com\nend\n")
    }

    @Test func defaultsApplyUnlessAValueIsGivenAndMayUseTheProject() throws {
        let folder = try TemplateFolder.site(
            ["a": "<% title %>:<% port %>"],
            manifest:
                "variables: {title: {description: t, default: 'The <% name %>'}, port: {description: p, default: 80}}")
        #expect(try folder.render()["a"]?.text == "The web-shop:80")
        #expect(try folder.render(["title": "Shop", "port": "8080"])["a"]?.text == "Shop:8080")
    }

    @Test func binaryAndRawFilesPassUntouched() throws {
        let nul = Data([0x3C, 0x25, 0x00, 0xFF])
        let latin = Data([0x3C, 0x25, 0x20, 0xE9])
        let folder = try TemplateFolder.site(["page.ejs": "<%= user %>"], manifest: "raw: [page.ejs]")
        try folder.add("site/nul.bin", nul)
        try folder.add("site/latin.txt", latin)
        let files = try folder.render()
        #expect(files["nul.bin"]?.contents == nul)
        #expect(files["latin.txt"]?.contents == latin)
        #expect(files["latin.txt"]?.text == nil)
        #expect(files["page.ejs"]?.text == "<%= user %>")
    }

    @Test func filesComeSortedWithPathsRenderedAndModesAsDeclared() throws {
        let folder = try TemplateFolder.site(
            ["z": "", "bin/run": "#!/bin/sh\n", "src/<% appName %>/main.txt": "", ".hidden/x": ""],
            manifest: "executable: [bin/run]")
        let files = try folder.render()
        #expect(files.map(\.path) == [".hidden/x", "bin/run", "src/web-shop/main.txt", "z"])
        #expect(files.filter(\.executable).map(\.path) == ["bin/run"])
        #expect(try folder.render() == files)
    }

    @Test func aFileCanBelongToAVariable() throws {
        let folder = try TemplateFolder.site(["ingress": "x", "other": ""], manifest: "only: {domain: [ingress]}")
        let template = try folder.library.template(named: "site")
        #expect(try folder.render().map(\.path) == ["other"])
        let project = TemplateVariables(owner: "a", name: "b", domain: "example.com")
        #expect(try template.render(project).map(\.path) == ["ingress", "other"])
    }

    @Test func aTemplateOverridesWhatItExtends() throws {
        let folder = try TemplateFolder([
            "_base/template.yaml": """
            name: _base
            description: base
            variables:
              port: { description: Port, required: true }
            executable: [run]
            """,
            "_base/run": "base <% port %>", "_base/kept": "kept", "_base/dropped": "dropped",
            "site/template.yaml": """
            name: site
            description: site
            extends: _base
            without: [dropped]
            variables:
              port: { default: "3000" }
            """,
            "site/run": "site <% port %>",
        ])
        let files = try folder.render()
        #expect(files.map(\.path) == ["kept", "run"])
        #expect(files["run"] == RenderedFile(path: "run", contents: Data("site 3000".utf8), executable: true))
        #expect(try folder.library.names() == ["site"])
        #expect(
            try folder.library.template(named: "site").variables == [
                TemplateVariable(name: "port", description: "Port", defaultValue: "3000", required: true)
            ])
    }
}
