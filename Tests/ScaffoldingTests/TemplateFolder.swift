import Foundation

@testable import Scaffolding

/// A library in a temporary folder, gone when the test is.
final class TemplateFolder: Sendable {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "templates-\(UUID().uuidString)").path()
        for (name, text) in files { try add(name, Data(text.utf8)) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var library: TemplateLibrary { TemplateLibrary(folder: path) }

    func add(_ name: String, _ contents: Data) throws {
        let url = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try contents.write(to: url)
    }

    /// Renders the template `site` for acme/web-shop.
    func render(_ values: [String: String] = [:]) throws -> [RenderedFile] {
        try library.template(named: "site").render(TemplateVariables(owner: "acme", name: "web-shop"), values: values)
    }

    /// A library of one template `site` with these files and, below its name and description, this manifest.
    static func site(_ files: [String: String], manifest: String = "") throws -> TemplateFolder {
        let folder = try TemplateFolder(["site/template.yaml": "name: site\ndescription: A site\n" + manifest])
        for (name, text) in files { try folder.add("site/\(name)", Data(text.utf8)) }
        return folder
    }
}

extension [RenderedFile] {
    subscript(path: String) -> RenderedFile? { first { $0.path == path } }
}
