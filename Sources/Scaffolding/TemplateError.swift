/// A template that cannot be used, or values it cannot be rendered with. Names the place and what to do about it.
public struct TemplateError: Error, Sendable, Hashable {
    /// The template the error belongs to; nil when the whole library is meant.
    public let template: String?
    /// The file inside the template's folder, or `template.yaml`.
    public let file: String?
    /// Counted from 1.
    public let line: Int?
    public let problem: Problem

    public init(_ problem: Problem, template: String? = nil, file: String? = nil, line: Int? = nil) {
        self.problem = problem
        self.template = template
        self.file = file
        self.line = line
    }

    /// Everything that can be wrong with a template or its values.
    public enum Problem: Sendable, Hashable {
        /// No folder of templates in any of the places looked at.
        case noLibrary(lookedAt: [String])
        case unreadable(reason: String)
        case unknownTemplate(known: [String])
        case invalidManifest(reason: String)
        case extendsItself(chain: [String])
        /// template.yaml names a file that the template does not have.
        case missingFile(path: String)
        /// A file, a default or template.yaml uses a variable that is declared nowhere.
        case undeclaredVariable(String, known: [String])
        /// A value was given for a variable that the template does not have.
        case unknownVariable(String, known: [String])
        case missingValue(String)
        /// A value that is not one plain line of text.
        case unusableValue(String, reason: String)
        /// `<%` without `%>`, or the other way round.
        case leftoverDelimiter(String)
        /// A tag that is neither a variable, a section nor a comment.
        case unsupportedTag(String)
        case unbalancedSection(String)
        case unsafePath(String, reason: String)
        case collision(String, with: String)
        case symbolicLink
    }
}
