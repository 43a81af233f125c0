import Foundation

extension SimulatedGitHub {
    func json(_ comment: CommitComment, in repository: Repository) -> JSONValue {
        [
            "id": .int(comment.id), "node_id": nodeID("CommitComment", comment.id),
            "url": .string("\(apiURL)/repos/\(repository.fullName)/comments/\(comment.id)"),
            "html_url": .string(
                "\(baseURL)/\(repository.fullName)/commit/\(comment.commit)#commitcomment-\(comment.id)"),
            "user": json(person(comment.author)), "position": nil, "line": nil, "path": nil,
            "commit_id": .string(comment.commit), "created_at": GitHubTime.json(comment.createdAt),
            "updated_at": GitHubTime.json(comment.updatedAt), "author_association": "NONE",
            "body": .string(comment.body),
        ]
    }

    func json(_ status: CommitStatus, in repository: Repository) -> JSONValue {
        let url = "\(apiURL)/repos/\(repository.fullName)/statuses/\(status.commit)"
        return [
            "url": .string(url), "id": .int(status.id), "node_id": nodeID("StatusContext", status.id),
            "avatar_url": nil, "state": .string(status.state),
            "description": .text(status.description),
            "target_url": .text(status.targetURL), "context": .string(status.context),
            "created_at": GitHubTime.json(status.createdAt), "updated_at": GitHubTime.json(status.createdAt),
            "creator": json(person(status.creator)),
        ]
    }

    func json(_ deployment: Deployment, in repository: Repository) -> JSONValue {
        let url = "\(apiURL)/repos/\(repository.fullName)"
        return [
            "url": .string("\(url)/deployments/\(deployment.id)"), "id": .int(deployment.id),
            "node_id": nodeID("Deployment", deployment.id), "task": "deploy",
            "original_environment": .string(deployment.environment), "environment": .string(deployment.environment),
            "description": .text(deployment.description),
            "created_at": GitHubTime.json(deployment.createdAt),
            "updated_at": GitHubTime.json(deployment.statuses.last?.createdAt ?? deployment.createdAt),
            "statuses_url": .string("\(url)/deployments/\(deployment.id)/statuses"),
            "repository_url": .string(url), "creator": json(person(deployment.creator)),
            "sha": .string(deployment.commit), "ref": .string(deployment.ref), "payload": [:],
            "transient_environment": .bool(deployment.isTransient),
            "production_environment": .bool(deployment.isProduction), "performed_via_github_app": nil,
        ]
    }

    func json(_ status: DeploymentStatus, of deployment: Deployment, in repository: Repository) -> JSONValue {
        let url = "\(apiURL)/repos/\(repository.fullName)/deployments/\(deployment.id)"
        return [
            "url": .string("\(url)/statuses/\(status.id)"), "id": .int(status.id),
            "node_id": nodeID("DeploymentStatus", status.id), "state": .string(status.state),
            "creator": json(person(status.creator)), "description": .string(status.description ?? ""),
            "environment": .string(deployment.environment), "target_url": .string(status.logURL ?? ""),
            "created_at": GitHubTime.json(status.createdAt), "updated_at": GitHubTime.json(status.createdAt),
            "deployment_url": .string(url),
            "repository_url": .string("\(apiURL)/repos/\(repository.fullName)"),
            "environment_url": .string(status.environmentURL ?? ""), "log_url": .string(status.logURL ?? ""),
            "performed_via_github_app": nil,
        ]
    }
}
