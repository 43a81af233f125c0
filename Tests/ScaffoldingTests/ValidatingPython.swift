import Foundation
import InstalledTools

/// A Python with kubernetes-validate: the one in `.venv` of this package, or the one on PATH.
enum ValidatingPython {
    private static let script = BundledTemplates.package.appending(path: "Tests/Tools/validate_manifests.py").path()

    private static let search = Task { () -> InstalledTool? in
        let own = InstalledTool(path: BundledTemplates.package.appending(path: ".venv/bin/python").path())
        for python in [own, InstalledTool.find("python3")].compactMap({ $0 }) {
            if (try? await python.run([script, "--check"])) != nil { return python }
        }
        return nil
    }

    static var isInstalled: Bool {
        get async { await search.value != nil }
    }

    /// Checks the objects in a folder.
    /// - Throws: `InstalledTool.Failed` with what is wrong with them.
    static func check(_ folder: String) async throws {
        try await search.value?.run([script, folder])
    }
}
