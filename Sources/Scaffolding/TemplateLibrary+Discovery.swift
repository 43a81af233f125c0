import Foundation

extension TemplateLibrary {
    /// The templates that came with this program: beside the executable, in `../share/slipway/templates` of an
    /// installed one, or in the working directory of a clone.
    /// - Parameter executable: path of the running program; symbolic links are followed.
    /// - Throws: ``TemplateError`` that names the places looked at.
    public static func find(executable: String, workingDirectory: String) throws(TemplateError) -> TemplateLibrary {
        let program = URL(filePath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
        let places = [
            program.appending(path: "Templates"),
            program.deletingLastPathComponent().appending(path: "share/slipway/templates"),
            URL(filePath: workingDirectory).appending(path: "Templates"),
        ].map { $0.path(percentEncoded: false) }
        for place in places {
            let library = TemplateLibrary(folder: place)
            if let names = try? library.names(), !names.isEmpty { return library }
        }
        throw TemplateError(.noLibrary(lookedAt: places))
    }
}
