/// A text that Kubernetes cannot take as a name or namespace.
public struct InvalidName: Error, Sendable, Hashable, CustomStringConvertible {
    /// What the text should have named, such as "namespace".
    public let what: String
    /// The text itself.
    public let text: String
    /// The rule it breaks.
    public let rule: String

    public var description: String {
        "\"\(text)\" cannot be the name of a Kubernetes \(what): \(rule)."
    }
}
