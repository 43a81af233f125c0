import Foundation

extension SimulatedGitHub {
    /// A repository as in answers and payloads.
    func json(_ repository: Repository) -> JSONValue {
        let url = "\(apiURL)/repos/\(repository.fullName)"
        let page = "\(baseURL)/\(repository.fullName)"
        var object: JSONValue = [
            "id": .int(repository.id), "node_id": nodeID("Repository", repository.id),
            "name": .string(repository.name), "full_name": .string(repository.fullName),
            "private": .bool(repository.isPrivate), "owner": json(repository.owner), "html_url": .string(page),
            "description": .text(repository.description),
            "fork": .bool(repository.parentID != nil), "url": .string(url),
            "created_at": GitHubTime.json(repository.createdAt), "updated_at": GitHubTime.json(repository.updatedAt),
            "pushed_at": GitHubTime.json(repository.pushedAt),
            "git_url": .string("git://127.0.0.1/\(repository.fullName).git"),
            "ssh_url": .string("git@127.0.0.1:\(repository.fullName).git"), "clone_url": .string("\(page).git"),
            "svn_url": .string(page), "homepage": nil, "size": .int(repository.size), "language": nil,
            "has_issues": true, "has_projects": true, "has_downloads": true, "has_wiki": true, "has_pages": false,
            "has_discussions": false, "mirror_url": .text(repository.mirrorURL),
            "archived": .bool(repository.isArchived), "disabled": false, "license": nil, "allow_forking": true,
            "is_template": .bool(repository.isTemplate), "web_commit_signoff_required": false,
            "topics": .array(repository.topics.map { .string($0) }), "visibility": .string(repository.visibility),
            "default_branch": .string(repository.defaultBranch),
        ]
        let counts = [
            "stargazers_count", "watchers_count", "forks_count", "open_issues_count", "forks", "open_issues",
            "watchers",
        ]
        for count in counts { object[count] = 0 }
        if repository.owner.kind == .organization {
            object["custom_properties"] = .object(repository.customProperties.mapValues { .string($0) })
        }
        for (name, path) in Self.repositoryLinks { object["\(name)_url"] = .string(url + path) }
        return object
    }

    /// As in lists of installed repositories: no more than this.
    func brief(_ repository: Repository) -> JSONValue {
        [
            "id": .int(repository.id), "node_id": nodeID("Repository", repository.id),
            "name": .string(repository.name), "full_name": .string(repository.fullName),
            "private": .bool(repository.isPrivate),
        ]
    }

    /// As in `push` payloads, where some members differ: times are numbers, the owner has a name and an address.
    func pushJSON(_ repository: Repository) -> JSONValue {
        var object = json(repository)
        object["url"] = .string("\(baseURL)/\(repository.fullName)")
        object["created_at"] = .int(Int(repository.createdAt.timeIntervalSince1970))
        object["pushed_at"] = .int(Int(repository.pushedAt.timeIntervalSince1970))
        object["stargazers"] = 0
        object["master_branch"] = .string(repository.defaultBranch)
        if repository.owner.kind == .organization { object["organization"] = .string(repository.owner.login) }
        var owner = json(repository.owner)
        owner["name"] = .string(repository.owner.login)
        owner["email"] = .null
        object["owner"] = owner
        return object
    }

    private static let repositoryLinks = [
        "forks": "/forks", "keys": "/keys{/key_id}", "collaborators": "/collaborators{/collaborator}",
        "teams": "/teams", "hooks": "/hooks", "issue_events": "/issues/events{/number}", "events": "/events",
        "assignees": "/assignees{/user}", "branches": "/branches{/branch}", "tags": "/tags",
        "blobs": "/git/blobs{/sha}", "git_tags": "/git/tags{/sha}", "git_refs": "/git/refs{/sha}",
        "trees": "/git/trees{/sha}", "statuses": "/statuses/{sha}", "languages": "/languages",
        "stargazers": "/stargazers", "contributors": "/contributors", "subscribers": "/subscribers",
        "subscription": "/subscription", "commits": "/commits{/sha}", "git_commits": "/git/commits{/sha}",
        "comments": "/comments{/number}", "issue_comment": "/issues/comments{/number}",
        "contents": "/contents/{+path}", "compare": "/compare/{base}...{head}", "merges": "/merges",
        "archive": "/{archive_format}{/ref}", "downloads": "/downloads", "issues": "/issues{/number}",
        "pulls": "/pulls{/number}", "milestones": "/milestones{/number}",
        "notifications": "/notifications{?since,all,participating}", "labels": "/labels{/name}",
        "releases": "/releases{/id}", "deployments": "/deployments",
    ]
}
