import Foundation

/// All that the simulated API answers, the specific before the general.
enum RouteTable {
    static let all: [Route] =
        general + apps + hooks + repositories + contents + gitData + commits + comments + statuses + deployments
        + actions

    private static let general = [
        Route("GET", "/rate_limit", .anyone) { $0.showRateLimit($1) },
        Route("GET", "/meta", .anyone) { _, _ in APIAnswer(["verifiable_password_authentication": false]) },
        Route("GET", "/user", .token) { try $0.showUser($1) },
        Route("GET", "/users/{login}", .anyone) { try $0.showAccount($1) },
        Route("GET", "/orgs/{login}", .anyone) { try $0.showAccount($1) },
        Route("GET", "/orgs/{login}/repos", .anyone) { try $0.listRepositories($1) },
        Route("GET", "/users/{login}/repos", .anyone) { try $0.listRepositories($1) },
        Route("GET", "/user/repos", .token) { try $0.listRepositories($1) },
    ]

    private static let apps = [
        Route("GET", "/app", .app) { github, _ in github.showApp() },
        Route("POST", "/app-manifests/{code}/conversions", .anyone) { try $0.convertManifest($1) },
        Route("GET", "/app/installations", .app) { $0.listInstallations($1) },
        Route("GET", "/app/installations/{id}", .app) { try $0.showInstallation($1) },
        Route("POST", "/app/installations/{id}/access_tokens", .app) { try $0.createAccessToken($1) },
        Route("GET", "/repos/{owner}/{repo}/installation", .app) { try $0.showRepositoryInstallation($1) },
        Route("GET", "/orgs/{login}/installation", .app) { try $0.showAccountInstallation($1) },
        Route("GET", "/users/{login}/installation", .app) { try $0.showAccountInstallation($1) },
        Route("GET", "/installation/repositories", .installation) { try $0.listInstallationRepositories($1) },
        Route("DELETE", "/installation/token", .installation) { $0.revokeToken($1) },
    ]

    private static let hooks = [
        Route("GET", "/app/hook/config", .app) { try $0.showHookConfiguration($1) },
        Route("PATCH", "/app/hook/config", .app) { try $0.updateHookConfiguration($1) },
        Route("GET", "/app/hook/deliveries", .app) { try $0.listDeliveries($1) },
        Route("GET", "/app/hook/deliveries/{delivery}", .app) { try $0.showDelivery($1) },
        Route("POST", "/app/hook/deliveries/{delivery}/attempts", .app) { try $0.redeliver($1) },
        Route("GET", "/orgs/{login}/hooks", .token) { try $0.listOrganizationHooks($1) },
        Route("GET", "/orgs/{login}/hooks/{hook}/config", .token) { try $0.showHookConfiguration($1) },
        Route("PATCH", "/orgs/{login}/hooks/{hook}/config", .token) { try $0.updateHookConfiguration($1) },
        Route("POST", "/orgs/{login}/hooks/{hook}/pings", .token) { try $0.pingHook($1) },
        Route("GET", "/orgs/{login}/hooks/{hook}/deliveries", .token) { try $0.listDeliveries($1) },
        Route("GET", "/orgs/{login}/hooks/{hook}/deliveries/{delivery}", .token) { try $0.showDelivery($1) },
        Route("POST", "/orgs/{login}/hooks/{hook}/deliveries/{delivery}/attempts", .token) { try $0.redeliver($1) },
        Route("GET", "/repos/{owner}/{repo}/hooks", .repository("repository_hooks", .read)) {
            try $0.listRepositoryHooks($1)
        },
        Route("GET", "/repos/{owner}/{repo}/hooks/{hook}/config", .repository("repository_hooks", .read)) {
            try $0.showHookConfiguration($1)
        },
        Route("PATCH", "/repos/{owner}/{repo}/hooks/{hook}/config", .repository("repository_hooks", .write)) {
            try $0.updateHookConfiguration($1)
        },
        Route("POST", "/repos/{owner}/{repo}/hooks/{hook}/pings", .repository("repository_hooks", .read)) {
            try $0.pingHook($1)
        },
        Route("GET", "/repos/{owner}/{repo}/hooks/{hook}/deliveries", .repository("repository_hooks", .read)) {
            try $0.listDeliveries($1)
        },
        Route(
            "GET", "/repos/{owner}/{repo}/hooks/{hook}/deliveries/{delivery}", .repository("repository_hooks", .read)
        ) { try $0.showDelivery($1) },
        Route(
            "POST", "/repos/{owner}/{repo}/hooks/{hook}/deliveries/{delivery}/attempts",
            .repository("repository_hooks", .write)
        ) { try $0.redeliver($1) },
    ]

    private static let repositories = [
        Route("GET", "/repos/{owner}/{repo}", .repository("metadata", .read)) { try $0.showRepository($1) },
        Route("GET", "/repos/{owner}/{repo}/branches", .repository("contents", .read)) { try $0.listBranches($1) },
        Route("GET", "/repos/{owner}/{repo}/branches/{branch...}", .repository("contents", .read)) {
            try $0.showBranch($1)
        },
        Route("GET", "/repos/{owner}/{repo}/topics", .repository("metadata", .read)) { try $0.showTopics($1) },
    ]

    private static let contents = [
        Route("GET", "/repos/{owner}/{repo}/readme", .repository("contents", .read)) { try $0.showReadme($1) },
        Route("GET", "/repos/{owner}/{repo}/contents", .repository("contents", .read)) { try $0.showContent($1) },
        Route("GET", "/repos/{owner}/{repo}/contents/{path...}", .repository("contents", .read)) {
            try $0.showContent($1)
        },
        Route("PUT", "/repos/{owner}/{repo}/contents/{path...}", .repository("contents", .write), createsContent: true)
        {
            try $0.putContent($1)
        },
    ]

    private static let gitData = [
        Route("POST", "/repos/{owner}/{repo}/git/blobs", .repository("contents", .write)) { try $0.createBlob($1) },
        Route("GET", "/repos/{owner}/{repo}/git/blobs/{sha}", .repository("contents", .read)) { try $0.showBlob($1) },
        Route("POST", "/repos/{owner}/{repo}/git/trees", .repository("contents", .write)) { try $0.createTree($1) },
        Route("GET", "/repos/{owner}/{repo}/git/trees/{sha...}", .repository("contents", .read)) {
            try $0.showTree($1)
        },
        Route("POST", "/repos/{owner}/{repo}/git/commits", .repository("contents", .write)) {
            try $0.createCommit($1)
        },
        Route("GET", "/repos/{owner}/{repo}/git/commits/{sha}", .repository("contents", .read)) {
            try $0.showGitCommit($1)
        },
        Route("GET", "/repos/{owner}/{repo}/git/ref/{ref...}", .repository("contents", .read)) { try $0.showRef($1) },
        Route("GET", "/repos/{owner}/{repo}/git/matching-refs/{ref...}", .repository("contents", .read)) {
            try $0.listRefs($1)
        },
        Route("POST", "/repos/{owner}/{repo}/git/refs", .repository("contents", .write)) { try $0.createRef($1) },
        Route("PATCH", "/repos/{owner}/{repo}/git/refs/{ref...}", .repository("contents", .write)) {
            try $0.updateRef($1)
        },
        Route("DELETE", "/repos/{owner}/{repo}/git/refs/{ref...}", .repository("contents", .write)) {
            try $0.deleteRef($1)
        },
    ]

    private static let commits = [
        Route("GET", "/repos/{owner}/{repo}/commits", .repository("contents", .read)) { try $0.listCommits($1) },
        Route("GET", "/repos/{owner}/{repo}/commits/{ref}/status", .repository("statuses", .read)) {
            try $0.showCombinedStatus($1)
        },
        Route("GET", "/repos/{owner}/{repo}/commits/{ref}/statuses", .repository("statuses", .read)) {
            try $0.listStatuses($1)
        },
        Route("GET", "/repos/{owner}/{repo}/commits/{sha}/comments", .repository("metadata", .read)) {
            try $0.listCommitComments($1)
        },
        Route(
            "POST", "/repos/{owner}/{repo}/commits/{sha}/comments", .repository("contents", .read),
            createsContent: true
        ) { try $0.createComment($1) },
        Route("GET", "/repos/{owner}/{repo}/commits/{ref...}", .repository("contents", .read)) {
            try $0.showCommit($1)
        },
        Route("GET", "/repos/{owner}/{repo}/compare/{basehead...}", .repository("contents", .read)) {
            try $0.compare($1)
        },
    ]

    private static let comments = [
        Route("GET", "/repos/{owner}/{repo}/comments", .repository("metadata", .read)) { try $0.listComments($1) },
        Route("GET", "/repos/{owner}/{repo}/comments/{id}", .repository("metadata", .read)) { try $0.showComment($1) },
        Route("PATCH", "/repos/{owner}/{repo}/comments/{id}", .repository("contents", .write), createsContent: true) {
            try $0.updateComment($1)
        },
        Route("DELETE", "/repos/{owner}/{repo}/comments/{id}", .repository("contents", .write)) {
            try $0.deleteComment($1)
        },
    ]

    private static let statuses = [
        Route("POST", "/repos/{owner}/{repo}/statuses/{sha}", .repository("statuses", .write), createsContent: true) {
            try $0.createStatus($1)
        }
    ]

    private static let deployments = [
        Route("GET", "/repos/{owner}/{repo}/deployments", .repository("deployments", .read)) {
            try $0.listDeployments($1)
        },
        Route("POST", "/repos/{owner}/{repo}/deployments", .repository("deployments", .write), createsContent: true) {
            try $0.createDeployment($1)
        },
        Route("GET", "/repos/{owner}/{repo}/deployments/{id}", .repository("deployments", .read)) {
            try $0.showDeployment($1)
        },
        Route("GET", "/repos/{owner}/{repo}/deployments/{id}/statuses", .repository("deployments", .read)) {
            try $0.listDeploymentStatuses($1)
        },
        Route(
            "POST", "/repos/{owner}/{repo}/deployments/{id}/statuses", .repository("deployments", .write),
            createsContent: true
        ) { try $0.createDeploymentStatus($1) },
    ]

    private static let actions = [
        Route("GET", "/repos/{owner}/{repo}/actions/runs", .repository("actions", .read)) { try $0.listBuilds($1) },
        Route("GET", "/repos/{owner}/{repo}/actions/runs/{id}", .repository("actions", .read)) { try $0.showBuild($1) },
        Route("GET", "/repos/{owner}/{repo}/actions/runs/{id}/jobs", .repository("actions", .read)) {
            try $0.listJobs($1)
        },
        Route("GET", "/repos/{owner}/{repo}/actions/runs/{id}/attempts/{attempt}/jobs", .repository("actions", .read)) {
            try $0.listJobs($1)
        },
        Route("POST", "/repos/{owner}/{repo}/actions/runs/{id}/rerun", .repository("actions", .write)) {
            try $0.rerun($1)
        },
    ]
}
