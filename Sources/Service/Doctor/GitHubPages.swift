import GitHubAPI

/// Addresses of the pages at GitHub where things are mended.
struct GitHubPages: Sendable {
    /// Without a slash at its end.
    let web: String

    /// The settings of an App.
    func settings(of app: GitHubClient.App) -> String {
        let name = app.slug.map { "/\($0)" } ?? ""
        guard let owner = app.owner, owner.type == "Organization" else { return "\(web)/settings/apps\(name)" }
        return "\(web)/organizations/\(owner.login)/settings/apps\(name)"
    }

    /// Where an App is installed on another account.
    func installing(_ app: GitHubClient.App) -> String {
        app.slug.map { "\(web)/apps/\($0)/installations/new" } ?? "\(settings(of: app))/installations"
    }

    /// The settings of an installation.
    func settings(of installation: Installation) -> String {
        installation.account.type == "Organization"
            ? "\(web)/organizations/\(installation.account.login)/settings/installations/\(installation.id)"
            : "\(web)/settings/installations/\(installation.id)"
    }

    /// The settings of an organisation's or a repository's webhook.
    func settings(of hook: HookOwner) -> String {
        switch hook {
        case .app: "\(web)/settings/apps"
        case .organization(let login, let id): "\(web)/organizations/\(login)/settings/hooks/\(id)"
        case .repository(let name, let id): "\(web)/\(name.fullName)/settings/hooks/\(id)"
        }
    }

    /// Where personal access tokens are made.
    var tokens: String { "\(web)/settings/tokens" }
}
