import GitHubAPI

/// What the App asks for and what accounts have granted, compared with what Slipway needs.
struct AppRights {
    let app: GitHubClient.App
    let installations: [Installation]
    let pages: GitHubPages
    var needed = Permissions.project

    var finding: Finding {
        let unasked = needed.lacking(in: app.permissions ?? Permissions([:]))
        guard unasked.levels.isEmpty else {
            return .failure(
                "The App does not ask for \(Self.words(unasked)).",
                "\(pages.settings(of: app))/permissions → Repository permissions → Save changes; then accept them where "
                    + "the App is installed")
        }
        let behind = installations.filter { !needed.lacking(in: $0.permissions).levels.isEmpty }
        guard let first = behind.first else { return .ok("The App has what Slipway needs: \(Self.words(needed)).") }
        let names = behind.map(\.account.login).sorted().joined(separator: ", ")
        return .failure(
            "Not accepted yet by \(names): \(Self.words(needed.lacking(in: first.permissions))).",
            "\(pages.settings(of: first)) → Review request → Accept new permissions")
    }

    /// As GitHub's settings call them: `Contents: read and write, Commit statuses: read and write`.
    static func words(_ permissions: Permissions) -> String {
        permissions.levels.sorted { $0.key < $1.key }.map { name, level in
            let levels = ["read": "read-only", "write": "read and write"]
            return "\(title(name)): \(levels[level] ?? level)"
        }.joined(separator: ", ")
    }

    private static func title(_ name: String) -> String {
        name == "statuses" ? "Commit statuses" : name.replacing("_", with: " ").capitalised
    }
}
