import Foundation

/// Bodies of webhooks, with the fields that are read and some that are not.
enum Payloads {
    static let owner = #"{"login": "acme", "id": 9, "type": "Organization", "site_admin": false}"#

    static func repository(
        id: Int = 42, fullName: String = "acme/web-shop", more: String = ""
    ) -> String {
        """
        {"id": \(id), "node_id": "x", "name": "web-shop", "full_name": "\(fullName)", "private": true,
         "owner": \(owner), "fork": false, "archived": false, "is_template": false, "mirror_url": null,
         "default_branch": "main", "topics": ["slipway"], "size": 0, "visibility": "private"\(more)}
        """
    }

    static let sender = #"{"login": "ada", "id": 5, "type": "User"}"#

    static func repositoryEvent(_ action: String, more: String = "", repository: String = repository()) -> Data {
        Data(
            """
            {"action": "\(action)", "repository": \(repository), "organization": {"login": "acme", "id": 9},
             "sender": \(sender), "installation": {"id": 7, "node_id": "y"}\(more)}
            """.utf8)
    }

    static let push = Data(
        """
        {"ref": "refs/heads/main", "before": "1111111111111111111111111111111111111111",
         "after": "2222222222222222222222222222222222222222", "created": false, "deleted": false, "forced": true,
         "base_ref": null, "compare": "https://github.com/acme/web-shop/compare/1...2",
         "commits": [\(commit)], "head_commit": \(commit), "repository": \(repository()),
         "pusher": {"name": "ada"}, "sender": \(sender), "installation": {"id": 7}}
        """.utf8)

    static let deletedTag = Data(
        """
        {"ref": "refs/tags/v1/beta", "before": "1111111111111111111111111111111111111111",
         "after": "0000000000000000000000000000000000000000", "created": false, "deleted": true, "forced": false,
         "commits": [], "head_commit": null, "repository": \(repository()), "pusher": {"name": "ada"},
         "sender": \(sender)}
        """.utf8)

    static let commit = """
        {"id": "2222222222222222222222222222222222222222", "message": "Fix the basket\\n\\nMore.",
         "timestamp": "2026-11-20T16:04:05+02:00", "added": ["a.ts"], "removed": ["b.ts"], "modified": ["c.ts"]}
        """

    static func workflowRun(
        _ action: String, conclusion: String = "null", head: String = #"{"id": 42}"#, more: String = ""
    ) -> Data {
        Data(
            """
            {"action": "\(action)", "workflow_run": {"id": 30433642, "name": "Build", "head_branch": "main",
             "head_sha": "2222222222222222222222222222222222222222", "path": ".github/workflows/slipway.yml",
             "run_number": 14, "run_attempt": 2, "event": "push", "status": "completed",
             "conclusion": \(conclusion), "html_url": "https://github.com/acme/web-shop/actions/runs/30433642",
             "jobs_url": "https://api.github.com/repos/acme/web-shop/actions/runs/30433642/jobs",
             "run_started_at": "2026-11-20T14:04:05Z", "updated_at": "2026-11-20T14:07:17.000Z",
             "head_repository": \(head)}, "workflow": {"id": 1}, "repository": \(repository()),
             "sender": \(sender), "installation": {"id": 7}\(more)}
            """.utf8)
    }

    static func installation(_ action: String, more: String = "") -> Data {
        Data(
            """
            {"action": "\(action)", "installation": {"id": 7, "account": \(owner), "app_id": 1001,
             "repository_selection": "selected", "permissions": {"contents": "write", "metadata": "read"},
             "events": ["push"], "created_at": 1557933591, "suspended_at": null},
             "sender": \(sender)\(more)}
            """.utf8)
    }

    static let summaries = """
        [{"id": 42, "node_id": "x", "name": "web-shop", "full_name": "acme/web-shop", "private": true}]
        """

    static let ping = Data(
        #"{"zen": "Design for failure.", "hook_id": 109948940, "hook": {"type": "App", "id": 109948940}}"#.utf8)
}
