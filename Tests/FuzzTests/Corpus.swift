import Foundation

/// Deliveries as GitHub sends them, in short: where the fuzzing begins.
enum Corpus {
    static let deliveries: [(event: String, body: [UInt8])] = texts.map { ($0.0, Array($0.1.utf8)) }

    private static let sha = String(repeating: "2", count: 40)
    private static let owner = #"{"login":"acme","id":9,"type":"Organization"}"#
    private static let repository = """
        {"id":42,"name":"web-shop","full_name":"acme/web-shop","private":true,"owner":\(owner),"fork":false,\
        "archived":false,"is_template":false,"mirror_url":null,"default_branch":"main","topics":["slipway"]}
        """
    private static let common =
        #""repository":\#(repository),"sender":{"login":"ada","id":5,"type":"User"},"installation":{"id":7}"#
    private static let commit = """
        {"id":"\(sha)","message":"Fix the basket\\n\\nMore.","timestamp":"2026-11-20T16:04:05+02:00","added":["a.ts"],\
        "removed":["b.ts"],"modified":["c.ts"]}
        """
    private static let run = """
        {"id":30433642,"name":"slipway","head_branch":"main","head_sha":"\(sha)","path":".github/workflows/slipway.yml",\
        "run_number":14,"run_attempt":2,"event":"push","status":"completed","conclusion":"success","html_url":"https://x",\
        "jobs_url":"https://y","run_started_at":"2026-11-20T14:04:05Z","updated_at":"2026-11-20T14:07:17.000Z",\
        "head_repository":{"id":42}}
        """
    private static let installation = """
        "installation":{"id":7,"account":\(owner),"app_id":1001,"repository_selection":"selected","permissions":\
        {"contents":"write","metadata":"read"},"events":["push"],"suspended_at":null},"sender":{"login":"ada","id":5}
        """
    private static let summaries =
        #"[{"id":42,"node_id":"x","name":"web-shop","full_name":"acme/web-shop","private":true}]"#

    private static let texts: [(String, String)] =
        [
            (
                "push",
                #"{"ref":"refs/heads/main","before":"\#(String(repeating: "1", count: 40))","after":"\#(sha)","#
                    + #""created":false,"deleted":false,"forced":true,"commits":[\#(commit)],"head_commit":\#(commit),"#
                    + #""pusher":{"name":"ada"},\#(common)}"#
            ),
            (
                "push",
                #"{"ref":"refs/tags/v1","before":"\#(sha)","after":"\#(String(repeating: "0", count: 40))","#
                    + #""created":false,"deleted":true,"forced":false,"commits":[],"head_commit":null,"#
                    + #""pusher":{"name":"ada"},\#(common)}"#
            ),
            ("repository", #"{"action":"edited","changes":{"default_branch":{"from":"master"}},\#(common)}"#),
            ("repository", #"{"action":"renamed","changes":{"repository":{"name":{"from":"shop"}}},\#(common)}"#),
            ("repository", #"{"action":"transferred","changes":{"owner":{"from":{"user":\#(owner)}}},\#(common)}"#),
            ("installation", #"{"action":"created","repositories":\#(summaries),\#(installation)}"#),
            (
                "installation_repositories",
                #"{"action":"added","repositories_added":\#(summaries),"repositories_removed":[],\#(installation)}"#
            ),
            ("ping", #"{"zen":"Design for failure.","hook_id":109948940,"hook":{"type":"App","id":109948940}}"#),
            ("star", #"{"action":"created","starred_at":"2026-11-20T14:04:05Z",\#(common)}"#),
        ]
        + ["created", "deleted", "archived", "unarchived", "publicized", "privatized"].map {
            ("repository", #"{"action":"\#($0)",\#(common)}"#)
        }
        + ["requested", "in_progress", "completed"].map {
            ("workflow_run", #"{"action":"\#($0)","workflow_run":\#(run),"workflow":{"id":1},\#(common)}"#)
        }
}
