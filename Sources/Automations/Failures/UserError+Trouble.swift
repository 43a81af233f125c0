import RunEngine
import Storage

extension UserError {
    /// The failure as records keep it and comments tell it.
    var trouble: Trouble {
        Trouble(what: what, why: why, whatToDo: whatToDo.lowercasedFirst)
    }
}

extension RetryPolicy {
    /// For what others have to mend (GitHub or the cluster away, a right not granted): a day of trying.
    static let persistent = RetryPolicy(timeLimit: .seconds(86_400), longestDelay: .seconds(300))
}

extension String {
    /// For a sentence that follows a colon.
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
