import Foundation

/// A template with everything it needs in memory: rendering reads no file and, for the same values, always returns the
/// same files.
public struct Template: Sendable, Hashable {
    public let name: String
    public let description: String
    /// The template's own variables, by name. Those of ``TemplateVariables/declared`` come on top.
    public let variables: [TemplateVariable]
    let files: [TemplateFile]
}

/// One file of a template, before rendering.
struct TemplateFile: Sendable, Hashable {
    /// Relative to the template's folder; may hold tags.
    var path: String
    var contents: Data
    var executable = false
    /// Copied untouched although it is text.
    var raw = false
    /// The file exists only when this variable has a value.
    var onlyWith: String?
}
