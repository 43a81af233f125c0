import Foundation

extension SimulatedGitHub {
    func nodeID(_ kind: String, _ id: Int) -> JSONValue {
        .string(Data("0\(kind.count):\(kind)\(id)".utf8).base64EncodedString())
    }

    /// A user as in payloads and answers.
    func json(_ account: Account) -> JSONValue {
        let url = "\(apiURL)/users/\(account.login)"
        var object: JSONValue = [
            "login": .string(account.login), "id": .int(account.id),
            "node_id": nodeID(account.kind == .organization ? "Organization" : "User", account.id),
            "avatar_url": .string("\(baseURL)/avatars/u/\(account.id)"), "gravatar_id": "", "url": .string(url),
            "html_url": .string("\(baseURL)/\(account.login)"), "type": .string(account.kind.rawValue),
            "user_view_type": "public", "site_admin": false,
        ]
        let links = [
            "followers": "/followers", "following": "/following{/other_user}", "gists": "/gists{/gist_id}",
            "starred": "/starred{/owner}{/repo}", "subscriptions": "/subscriptions", "organizations": "/orgs",
            "repos": "/repos", "events": "/events{/privacy}", "received_events": "/received_events",
        ]
        for (name, path) in links { object["\(name)_url"] = .string(url + path) }
        return object
    }

    /// The `organization` member of a payload.
    func organizationJSON(_ account: Account) -> JSONValue {
        let url = "\(apiURL)/orgs/\(account.login)"
        var object: JSONValue = [
            "login": .string(account.login), "id": .int(account.id), "node_id": nodeID("Organization", account.id),
            "url": .string(url), "avatar_url": .string("\(baseURL)/avatars/u/\(account.id)"), "description": "",
            "members_url": .string("\(url)/members{/member}"),
            "public_members_url": .string("\(url)/public_members{/member}"),
        ]
        for name in ["repos", "events", "hooks", "issues"] { object["\(name)_url"] = .string("\(url)/\(name)") }
        return object
    }

    func json(_ installation: Installation) -> JSONValue {
        let kind = installation.account.kind
        let url = "\(apiURL)/app/installations/\(installation.id)"
        let page =
            kind == .organization
            ? "\(baseURL)/organizations/\(installation.account.login)/settings/installations/\(installation.id)"
            : "\(baseURL)/settings/installations/\(installation.id)"
        return [
            "id": .int(installation.id), "client_id": .string(app.clientID), "account": json(installation.account),
            "repository_selection": .string(installation.selection),
            "access_tokens_url": .string("\(url)/access_tokens"),
            "repositories_url": .string("\(apiURL)/installation/repositories"), "html_url": .string(page),
            "app_id": .int(app.id), "app_slug": .string(appSlug), "target_id": .int(installation.account.id),
            "target_type": .string(kind.rawValue),
            "permissions": .object(installation.permissions.mapValues { .string($0) }),
            "events": ["push", "repository", "workflow_run"], "created_at": GitHubTime.json(installation.createdAt),
            "updated_at": GitHubTime.json(installation.createdAt), "single_file_name": nil,
            "has_multiple_single_files": false, "single_file_paths": [],
            "suspended_by": nil, "suspended_at": GitHubTime.json(installation.suspendedAt),
        ]
    }
}
