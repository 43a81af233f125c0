import Foundation

extension SimulatedGitHub {
    /// The account of this name; made if there is none.
    @discardableResult
    func createAccount(_ login: String, isUser: Bool = false) -> Account {
        let isActing = bystanders.remove(login.lowercased()) != nil
        if let account = accounts[login.lowercased()], !isActing { return account }
        let account =
            accounts[login.lowercased()]
            ?? Account(id: newID() + 40_000_000, login: login, kind: isUser ? .user : .organization)
        accounts[login.lowercased()] = account
        if options.installsAppOnNewAccounts { _ = addInstallation(on: account, repositoryIDs: nil) }
        return account
    }

    /// Creates an account, such as one without the App.
    public func createAccount(_ login: String, isUser: Bool = false, appInstalled: Bool) {
        guard bystanders.remove(login.lowercased()) != nil || accounts[login.lowercased()] == nil else { return }
        let account = Account(id: newID() + 40_000_000, login: login, kind: isUser ? .user : .organization)
        accounts[login.lowercased()] = account
        if appInstalled { _ = addInstallation(on: account, repositoryIDs: nil) }
    }

    /// The account of someone who acts: a person, or a bot.
    func person(_ login: String) -> Account {
        if let account = accounts[login.lowercased()] { return account }
        let kind: Account.Kind = login.hasSuffix("[bot]") ? .bot : .user
        let account = Account(id: newID() + 40_000_000, login: login, kind: kind)
        accounts[login.lowercased()] = account
        bystanders.insert(login.lowercased())
        return account
    }

    /// Installs the App, which announces it (`installation.created`).
    /// - Parameter repositories: full names; `nil` for all of the account.
    /// - Returns: the id of the installation.
    @discardableResult
    public func installApp(
        on login: String, repositories names: [String]? = nil, permissions: [String: String]? = nil,
        isUser: Bool = false
    ) throws -> Int {
        let account =
            accounts[login.lowercased()]
            ?? Account(id: newID() + 40_000_000, login: login, kind: isUser ? .user : .organization)
        accounts[login.lowercased()] = account
        bystanders.remove(login.lowercased())
        let ids = try names.map { Set(try $0.map { try repository($0).id }) }
        let id = addInstallation(on: account, repositoryIDs: ids, permissions: permissions)
        emitInstallation("created", id)
        return id
    }

    /// Removes the App; its tokens stop working.
    public func uninstallApp(from login: String) throws {
        let id = try installationID(of: login)
        emitInstallation("deleted", id)
        installations[id] = nil
    }

    public func setSuspended(_ login: String, _ isSuspended: Bool) throws {
        let id = try installationID(of: login)
        installations[id]?.suspendedAt = isSuspended ? now : nil
        emitInstallation(isSuspended ? "suspend" : "unsuspend", id)
    }

    /// Changes what the App may do there, without telling anyone.
    public func setPermissions(of login: String, _ permissions: [String: String]) throws {
        installations[try installationID(of: login)]?.permissions = permissions
    }

    /// Gives the installation more repositories (`installation_repositories.added`).
    public func addToInstallation(_ fullNames: [String]) throws {
        let added = try fullNames.map { try repository($0) }
        for repository in added {
            let id = try installationID(of: repository.owner.login)
            installations[id]?.repositoryIDs?.insert(repository.id)
        }
        emitInstallationRepositories(added: added)
    }

    /// Takes repositories from the installation (`installation_repositories.removed`); all others of the account stay.
    public func removeFromInstallation(_ fullNames: [String]) throws {
        let removed = try fullNames.map { try repository($0) }
        for repository in removed {
            let id = try installationID(of: repository.owner.login)
            guard let installation = installations[id] else { continue }
            let covered = installedRepositories(installation).map(\.id)
            installations[id]?.repositoryIDs = Set(covered).subtracting([repository.id])
        }
        emitInstallationRepositories(added: [], removed: removed)
    }

    public func installationID(of login: String) throws -> Int {
        guard let found = installations.values.first(where: { $0.account.login.lowercased() == login.lowercased() })
        else { throw ControlError(description: "the App is not installed on \(login)") }
        return found.id
    }

    private func addInstallation(
        on account: Account, repositoryIDs: Set<Int>?, permissions: [String: String]? = nil
    ) -> Int {
        let id = newID() + 50_000_000
        installations[id] = Installation(
            id: id, account: account, repositoryIDs: repositoryIDs, permissions: permissions ?? appPermissions,
            createdAt: now)
        return id
    }

    // MARK: Tokens

    /// A fine-grained personal access token.
    /// - Parameters:
    ///   - repositories: full names; `nil` for all.
    ///   - permissions: level by permission; `nil` for what Slipway needs.
    public func createToken(
        for login: String = "ada", repositories names: [String]? = nil, permissions: [String: String]? = nil,
        expiresIn seconds: TimeInterval? = nil
    ) throws -> String {
        let token = "github_pat_" + random.text(22) + "_" + random.text(59)
        issue(
            TokenGrant(
                token: token, kind: .fineGrained, login: person(login).login,
                repositoryIDs: try names.map { Set(try $0.map { try repository($0).id }) }, ownerIDs: nil,
                permissions: permissions ?? appPermissions,
                expiresAt: seconds.map { now.addingTimeInterval($0) }))
        return token
    }

    /// A classic personal access token with scopes such as `repo`, `workflow`, `read:packages`, `admin:repo_hook`.
    public func createClassicToken(for login: String = "ada", scopes: Set<String>) -> String {
        let token = "ghp_" + random.text(36)
        var permissions: [String: String] = [:]
        if scopes.contains("repo") {
            for name in ["actions", "contents", "deployments", "statuses"] { permissions[name] = "write" }
        }
        if scopes.contains("workflow") { permissions["workflows"] = "write" }
        if scopes.contains("admin:repo_hook") { permissions["repository_hooks"] = "write" }
        if scopes.contains("admin:org_hook") { permissions["organization_hooks"] = "write" }
        if scopes.contains("read:packages") { permissions["packages"] = "read" }
        if scopes.contains("write:packages") { permissions["packages"] = "write" }
        issue(
            TokenGrant(
                token: token, kind: .classic, login: person(login).login, repositoryIDs: nil, ownerIDs: nil,
                permissions: permissions, expiresAt: nil, scopes: scopes))
        return token
    }

    /// The `GITHUB_TOKEN` of a workflow run: what it pushes starts no workflow.
    public func createActionsToken(for fullName: String) throws -> String {
        let token = "ghs_" + random.text(36)
        issue(
            TokenGrant(
                token: token, kind: .actions, login: person("github-actions[bot]").login,
                repositoryIDs: [try repository(fullName).id], ownerIDs: nil,
                permissions: ["contents": "write", "packages": "write", "statuses": "write", "deployments": "write"],
                expiresAt: now.addingTimeInterval(3600)))
        return token
    }

    /// Revokes a token of any kind.
    public func revoke(_ token: String) { revoked[token] = grants.removeValue(forKey: token) ?? revoked[token] }

    /// Accepts a token again that was revoked, as when an owner's policy let it no longer in.
    public func restore(_ token: String) { grants[token] = revoked.removeValue(forKey: token) ?? grants[token] }
}
