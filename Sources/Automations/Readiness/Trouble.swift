/// Something that went wrong in an environment: what happened, why, and what a person can do about it.
public struct Trouble: Sendable, Hashable, Codable {
    public var what: String
    public var why: String
    public var whatToDo: String

    public init(what: String, why: String, whatToDo: String) {
        self.what = what
        self.why = why
        self.whatToDo = whatToDo
    }
}
