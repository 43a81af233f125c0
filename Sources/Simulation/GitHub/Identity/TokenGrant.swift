import Foundation

/// What a token may do.
struct TokenGrant: Sendable {
    enum Kind: Sendable, Hashable {
        /// `ghs_…`, made for an installation of the App.
        case installation(Int)
        /// A fine-grained personal access token.
        case fineGrained
        /// A classic personal access token.
        case classic
        /// The `GITHUB_TOKEN` of a workflow run.
        case actions
    }

    let token: String
    let kind: Kind
    /// Who acts when this token is used.
    let login: String
    /// The repositories it is for; `nil` for all that its owner sees.
    let repositoryIDs: Set<Int>?
    /// The accounts whose repositories it is for; `nil` for all.
    let ownerIDs: Set<Int>?
    let permissions: [String: String]
    let expiresAt: Date?
    /// Of a classic token.
    var scopes: Set<String>?

    /// The word for the ledger.
    var word: String {
        switch kind {
        case .installation: "installation"
        case .fineGrained, .classic: "token"
        case .actions: "actions"
        }
    }

    /// GitHub names the kind of credential in its refusals.
    var refusal: String {
        switch kind {
        case .installation, .actions: "Resource not accessible by integration"
        case .fineGrained, .classic: "Resource not accessible by personal access token"
        }
    }

    /// What the headers of every answer tell of a personal access token.
    var headers: [String: String] {
        guard kind == .classic || kind == .fineGrained else { return [:] }
        var headers: [String: String] = [:]
        if let scopes { headers["X-OAuth-Scopes"] = scopes.sorted().joined(separator: ", ") }
        if let expiresAt {
            headers["GitHub-Authentication-Token-Expiration"] = GitHubTime.text(expiresAt)
                .replacing("T", with: " ").replacing("Z", with: " UTC")
        }
        return headers
    }

    /// Whether this level, or a higher one, was granted.
    func allows(_ permission: String, _ level: PermissionLevel) -> Bool {
        if permission == "metadata", level == .read { return true }
        guard let granted = permissions[permission].flatMap(PermissionLevel.init) else { return false }
        return granted >= level
    }
}

/// How much of a permission.
enum PermissionLevel: String, Sendable, Comparable {
    case read, write, admin

    private var rank: Int {
        switch self {
        case .read: 1
        case .write: 2
        case .admin: 3
        }
    }

    static func < (left: PermissionLevel, right: PermissionLevel) -> Bool { left.rank < right.rank }
}
