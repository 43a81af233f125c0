/// Names of outbox entries: saying something again under the same key replaces what was said.
public enum OutboxKey {
    public static func comment(project: String, sha: String) -> String { "comment:\(project):\(sha)" }

    public static func status(project: String, sha: String, environment: String) -> String {
        "status:\(project):\(sha):\(environment)"
    }

    public static func deployment(project: String, sha: String, environment: String) -> String {
        "deployment:\(project):\(sha):\(environment)"
    }

    public static func deploymentStatus(project: String, sha: String, environment: String) -> String {
        "deploymentStatus:\(project):\(sha):\(environment)"
    }
}
