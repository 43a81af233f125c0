/// Something that went wrong. Commands and names are set off by backticks; everything else is plain text, parts of it
/// from
/// outside, and whoever posts it escapes it.
public struct Trouble: Sendable, Hashable, Codable {
    /// What happened, a sentence that may follow the name of an environment: `the new pods crash.`
    public var what: String
    /// Why, in whole sentences.
    public var why: String
    /// What a person can do, a sentence that follows a colon: `look at …, push a fix, or re-run the build.`
    public var whatToDo: String
    /// All of it in a few words, for a commit status: `crash loop: last log unavailable, exit code 1`.
    public var summary: String?
    /// What it is, by a name that stays, for programs: `crashLoop`. Of the cluster's troubles only.
    public var code: String?

    public init(what: String, why: String, whatToDo: String, summary: String? = nil, code: String? = nil) {
        self.what = what
        self.why = why
        self.whatToDo = whatToDo
        self.summary = summary
        self.code = code
    }
}
