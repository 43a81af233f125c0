import Foundation

/// A folder of templates: one folder each, with a `template.yaml`. Folders whose name starts with `_` are bases to
/// extend and are not offered.
public struct TemplateLibrary: Sendable, Hashable {
    /// Path of the folder.
    public let folder: String

    public init(folder: String) {
        self.folder = folder
    }

    /// All templates, by name, read and checked.
    /// - Throws: ``TemplateError`` for the first one that cannot be used, so that a broken template is found before a
    ///   repository needs it.
    public func list() throws(TemplateError) -> [Template] {
        var templates: [Template] = []
        for name in try names() { templates.append(try template(named: name)) }
        return templates
    }

    /// The names of all templates, sorted; nothing is read but the folder.
    public func names() throws(TemplateError) -> [String] {
        let folders: [String]
        do { folders = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw TemplateError(.unreadable(reason: "no folder \(folder)"))
        }
        return folders.filter { !$0.hasPrefix("_") && !$0.hasPrefix(".") && hasManifest($0) }.sorted()
    }

    func hasManifest(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(name)/\(TemplateManifest.fileName)")
    }
}
