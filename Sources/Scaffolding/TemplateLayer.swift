import Foundation

/// One folder of the library as it lies on disk: its manifest and its files, nothing merged yet.
struct TemplateLayer: Sendable {
    let manifest: TemplateManifest
    let files: [String: Data]

    init(folder: String, name: String) throws(TemplateError) {
        manifest = try Self.readManifest(folder)
        guard manifest.name == name else {
            let reason = "name is \(manifest.name), but the folder is \(name)"
            throw TemplateError(.invalidManifest(reason: reason), file: TemplateManifest.fileName)
        }
        var files: [String: Data] = [:]
        try Self.collect(folder, below: "", into: &files)
        files[TemplateManifest.fileName] = nil
        self.files = files
    }

    private static func readManifest(_ folder: String) throws(TemplateError) -> TemplateManifest {
        let data = try read("\(folder)/\(TemplateManifest.fileName)", file: TemplateManifest.fileName)
        do {
            return try TemplateManifest(yaml: data)
        } catch {
            throw TemplateError(invalidManifest: error)
        }
    }

    /// Follows no symbolic link: what a link points to may lie anywhere.
    private static func collect(_ folder: String, below prefix: String, into files: inout [String: Data])
        throws(TemplateError)
    {
        for entry in try entries(of: folder, file: prefix) {
            let path = "\(folder)/\(entry)"
            switch try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType {
            case .typeDirectory?: try collect(path, below: "\(prefix)\(entry)/", into: &files)
            case .typeRegular?: files["\(prefix)\(entry)"] = try read(path, file: "\(prefix)\(entry)")
            case .typeSymbolicLink?: throw TemplateError(.symbolicLink, file: "\(prefix)\(entry)")
            default: throw TemplateError(.unreadable(reason: "neither a file nor a folder"), file: "\(prefix)\(entry)")
            }
        }
    }

    private static func entries(of folder: String, file: String) throws(TemplateError) -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
            throw TemplateError(.unreadable(reason: error.localizedDescription), file: file)
        }
    }

    private static func read(_ path: String, file: String) throws(TemplateError) -> Data {
        do { return try Data(contentsOf: URL(filePath: path)) } catch {
            throw TemplateError(.unreadable(reason: error.localizedDescription), file: file)
        }
    }
}
