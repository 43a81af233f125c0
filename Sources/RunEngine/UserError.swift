/// A failure the reader can understand and mostly mend: what happened, why, what to do.
public struct UserError: Error, Codable, Sendable, Equatable {
    public var what: String
    public var why: String
    public var whatToDo: String
    /// For code that decides by it; survives the journal, unlike the type of the original error.
    public var code: String?

    public init(what: String, why: String = "", whatToDo: String = "", code: String? = nil) {
        self.what = what
        self.why = why
        self.whatToDo = whatToDo
        self.code = code
    }
}

extension UserError: CustomStringConvertible {
    public var description: String {
        [what, why, whatToDo].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// An error that can be told to the reader.
public protocol UserExplaining: Error {
    var userError: UserError { get }
}

extension UserError {
    /// What any error is to the reader.
    init(_ error: any Error, in step: String) {
        switch error {
        case let error as UserError: self = error
        case let error as any UserExplaining: self = error.userError
        default:
            self.init(
                what: "The step \"\(step)\" failed.", why: String(String(describing: error).prefix(500)),
                whatToDo: "Look at Slipway's log around this time.")
        }
    }
}
