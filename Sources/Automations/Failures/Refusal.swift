/// Why what a person asks for cannot be done now: what is in the way, and what to do about it.
public struct Refusal: Error, Sendable, Hashable {
    public var what: String
    public var whatToDo: String

    public init(_ what: String, whatToDo: String) {
        self.what = what
        self.whatToDo = whatToDo
    }
}
