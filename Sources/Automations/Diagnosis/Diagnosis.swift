import Storage

/// What is the matter in an environment: one sentence, its cause, and what helps. The same words everywhere: comment,
/// commit status, command line and API.
public struct Diagnosis: Sendable, Hashable, Codable {
    /// Whether waiting can help.
    public enum Outlook: String, Sendable, Hashable, Codable, CaseIterable {
        /// It stays until somebody mends it.
        case lasting
        /// It is tried again by itself, and the cause may pass.
        case passing
        /// No trouble at all: it takes its time.
        case expected
    }

    /// What is said of it.
    struct Words {
        var sentence: String
        var cause: String
        var remedy: String
        var summary: String?
    }

    public var kind: Kind
    public var outlook: Outlook
    /// What it was seen at, such as `Deployment/web`.
    public var subject: String
    /// What is the matter, in a sentence that may follow the name of an environment: `the new pods crash.`
    public var sentence: String
    /// Why, in whole sentences; may hold words of the cluster.
    public var cause: String
    /// What a person can do, in a sentence that follows a colon.
    public var remedy: String
    /// All of it in a few words, for a commit status.
    public var summary: String

    /// - Parameter summary: `nil` to take the sentence, without its end and its marks.
    init(
        _ kind: Kind, _ subject: String, outlook: Outlook = .lasting, _ sentence: String, because cause: String,
        remedy: String, summary: String? = nil
    ) {
        self.kind = kind
        self.outlook = outlook
        self.subject = subject
        self.sentence = sentence
        self.cause = cause
        self.remedy = remedy
        self.summary = summary ?? String(sentence.dropLast()).unmarked
    }

    init(_ kind: Kind, _ subject: String, outlook: Outlook, _ words: Words) {
        self.init(
            kind, subject, outlook: outlook, words.sentence, because: words.cause, remedy: words.remedy,
            summary: words.summary)
    }

    /// As records keep it and comments tell it.
    public var trouble: Trouble {
        Trouble(what: sentence, why: cause, whatToDo: remedy, summary: summary, code: kind.rawValue)
    }
}

extension [Diagnosis] {
    /// The most important first: what lasts before what may pass, causes before what follows from them.
    func byImportance() -> [Diagnosis] {
        let all = Set(self)
        return all.sorted { ($0.outlook.rank, $0.kind.rank, $0.subject) < ($1.outlook.rank, $1.kind.rank, $1.subject) }
    }
}

extension Diagnosis.Outlook {
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
