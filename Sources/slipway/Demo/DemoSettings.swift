import Scaffolding
import Service

/// What is shown, and how fast.
struct DemoSettings: Sendable {
    let repository: String
    let template: String
    /// Path of the folder of templates.
    let templates: String
    let pace: Pace

    /// - Parameter folder: nil for the templates that came with this program.
    static func library(_ folder: String?) throws -> TemplateLibrary {
        try folder.map(TemplateLibrary.init) ?? Configuration.installedTemplates()
    }
}
