import Automations
import GitHubAPI

/// Where the App is installed, compared with the accounts that the rules name.
struct InstallationCover {
    let installations: [Installation]
    let rules: [ProjectRule]
    let pages: GitHubPages
    let app: GitHubClient.App

    var finding: Finding {
        guard !installations.isEmpty else {
            return .failure(
                "The App is installed nowhere, so it sees no repository.", "\(pages.installing(app)) → Install")
        }
        if let suspended = installations.first(where: \.isSuspended) {
            return .failure(
                "The installation on \(suspended.account.login) is suspended.",
                "\(pages.settings(of: suspended)) → Unsuspend your installation")
        }
        if let missing = uncovered.first {
            return .warning(
                "A rule names \(missing), where the App is not installed.", "\(pages.installing(app)) → \(missing)")
        }
        if let partial = installations.first(where: { $0.repositorySelection == "selected" }) {
            return .warning(
                "On \(partial.account.login) the App sees only chosen repositories: a new one is seen when it is chosen.",
                "\(pages.settings(of: partial)) → Repository access → All repositories")
        }
        return .ok("Installed on \(installations.map(\.account.login).sorted().joined(separator: ", ")).")
    }

    /// Accounts that rules name in full and that have no installation.
    private var uncovered: [String] {
        let owners = rules.compactMap { $0.match.pattern.split(separator: "/").first.map(String.init) }
        let named = Set(owners.filter { !$0.contains("*") && !$0.contains("?") })
        let covered = Set(installations.map { $0.account.login.lowercased() })
        return named.filter { !covered.contains($0.lowercased()) }.sorted()
    }
}
