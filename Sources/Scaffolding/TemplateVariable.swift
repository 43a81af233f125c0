/// A name that template files may use between `<%` and `%>`, and what is known about its value.
public struct TemplateVariable: Sendable, Hashable {
    public let name: String
    /// What the value is, for the reader of `slipway template list`.
    public let description: String
    /// Used when no value is given. May itself use project variables. Nil: the variable is empty then.
    public let defaultValue: String?
    /// Rendering fails when neither a value nor a default is there.
    public let required: Bool

    public init(name: String, description: String, defaultValue: String? = nil, required: Bool = false) {
        self.name = name
        self.description = description
        self.defaultValue = defaultValue
        self.required = required
    }
}
