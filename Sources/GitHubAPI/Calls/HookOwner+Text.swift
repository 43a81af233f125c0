extension HookOwner: CustomStringConvertible {
    /// `app`, `orgs/acme/hooks/12` or `repos/acme/site/hooks/12`: the end of the address of its page in GitHub's API.
    public init?(_ text: String) {
        let words = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch words.count {
        case 1 where text == "app": self = .app
        case 4 where words[0] == "orgs" && words[2] == "hooks":
            guard !words[1].isEmpty, let id = Int64(words[3]) else { return nil }
            self = .organization(words[1], hook: id)
        case 5 where words[0] == "repos" && words[3] == "hooks":
            guard let name = RepositoryName("\(words[1])/\(words[2])"), let id = Int64(words[4]) else { return nil }
            self = .repository(name, hook: id)
        default: return nil
        }
    }

    public var description: String {
        switch self {
        case .app: "app"
        case .organization(let login, let hook): "orgs/\(login)/hooks/\(hook)"
        case .repository(let name, let hook): "repos/\(name.fullName)/hooks/\(hook)"
        }
    }
}
