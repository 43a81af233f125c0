import Foundation

/// One file of a rendered template, as a repository receives it.
public struct RenderedFile: Sendable, Hashable {
    /// Relative to the root of the repository, `/` between components, never leaving it.
    public let path: String
    public let contents: Data
    /// Whether git should record mode 100755 (else 100644).
    public let executable: Bool

    public init(path: String, contents: Data, executable: Bool = false) {
        self.path = path
        self.contents = contents
        self.executable = executable
    }

    /// The contents as text; nil when they are not UTF-8 or hold a NUL, which is how a binary file is told.
    public var text: String? {
        contents.contains(0) ? nil : String(validating: contents, as: UTF8.self)
    }
}
