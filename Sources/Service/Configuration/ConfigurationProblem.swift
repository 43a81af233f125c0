/// One thing that is wrong with the configuration: where, what, and what would be right.
public struct ConfigurationProblem: Sendable, Equatable, CustomStringConvertible {
    /// `slipway.yaml:3:5`, an environment variable or a flag; nil when something is missing altogether.
    public var place: String?
    public var what: String
    public var whatToDo: String

    public init(place: String? = nil, what: String, whatToDo: String) {
        self.place = place
        self.what = what
        self.whatToDo = whatToDo
    }

    /// Place and sentence, without the advice.
    public var headline: String {
        place.map { "\($0): \(what)" } ?? what
    }

    public var description: String { "\(headline)\n\(whatToDo)" }
}

/// Every problem of a configuration: first of its form, then of its values.
public struct ConfigurationProblems: Error, Sendable, CustomStringConvertible {
    public var problems: [ConfigurationProblem]

    public init(_ problems: [ConfigurationProblem]) {
        self.problems = problems
    }

    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
