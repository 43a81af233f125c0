/// The events that have a series of their own. The name of an event is a header, which no signature covers: whatever else
/// stands in it is counted together.
enum KnownEvent {
    static let names = [
        "check_run", "check_suite", "create", "delete", "deployment", "deployment_status", "fork", "installation",
        "installation_repositories", "installation_target", "issue_comment", "issues", "member", "meta",
        "organization", "ping", "public", "pull_request", "push", "release", "repository", "star", "status",
        "watch", "workflow_job", "workflow_run",
    ]
    static let other = "other"

    static func named(_ name: String) -> String {
        names.contains(name) ? name : other
    }
}
