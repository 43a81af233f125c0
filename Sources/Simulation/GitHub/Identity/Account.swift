/// A user, an organisation or the bot of an App.
struct Account: Sendable, Hashable {
    enum Kind: String, Sendable { case user = "User", organization = "Organization", bot = "Bot" }

    let id: Int
    let login: String
    let kind: Kind
}
