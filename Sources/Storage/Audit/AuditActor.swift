/// Who has something done.
public struct AuditActor: Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Whoever GitHub names as the sender of a delivery.
        case sender
        /// Whoever has this token of the API.
        case token
        /// A user of the machine that Slipway runs on.
        case commandLine
        /// Slipway by itself: the clock told it to, or what it saw.
        case schedule
    }

    public let kind: Kind
    /// A login, a token's name or a user; nil for the schedule, and where a delivery names nobody.
    public let name: String?
    /// GUID of the delivery it was asked for with.
    public let delivery: String?

    init(_ kind: Kind, name: String?, delivery: String? = nil) {
        self.kind = kind
        self.name = name
        self.delivery = delivery
    }

    public static let schedule = AuditActor(.schedule, name: nil)

    /// - Parameter login: as the delivery says; what no login of GitHub looks like is left out.
    public static func sender(_ login: String?, delivery: String) -> AuditActor {
        AuditActor(.sender, name: login.flatMap { isLogin($0) ? $0 : nil }, delivery: delivery)
    }

    public static func token(_ name: String) -> AuditActor { AuditActor(.token, name: line(name)) }

    public static func commandLine(_ user: String) -> AuditActor { AuditActor(.commandLine, name: line(user)) }

    /// `octocat`, `octo-cat_acme` of a managed user, `dependabot[bot]`.
    private static func isLogin(_ text: String) -> Bool {
        let name = text.hasSuffix("[bot]") ? text.dropLast(5) : text[...]
        return (1...80).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// What fits one line of a list.
    private static func line(_ text: String) -> String? {
        let name = String(
            String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control })
        ).prefix(100)
        return name.isEmpty ? nil : String(name)
    }
}

/// On whose behalf a transaction writes.
enum AuditAuthor: Sendable, Equatable {
    case actor(AuditActor)
    /// Whoever asked for this run.
    case run(Int64)

    static let itself = AuditAuthor.actor(.schedule)
}
