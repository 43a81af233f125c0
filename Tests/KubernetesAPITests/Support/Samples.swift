import KubernetesAPI
import Redaction

/// Objects as an API server sends them.
enum Samples {
    static func gitRepository(
        _ name: String = "app", version: Int = 100, uid: String = "8c581909-072b-4deb-8996-323d82c9e568",
        note: String = ""
    ) -> String {
        """
        {"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"GitRepository",\
        "metadata":{"annotations":{"note":"\(note)"},\
        "creationTimestamp":"2026-11-20T23:51:07Z","generation":1,"managedFields":[{"manager":"slipway",\
        "operation":"Apply","fieldsV1":{"f:spec":{}}}],"name":"\(name)","namespace":"shop",\
        "resourceVersion":"\(version)","uid":"\(uid)"},"spec":{"interval":"5m","ref":{"branch":"main"},"timeout":"60s",\
        "url":"https://github.com/acme/app"},"status":{"observedGeneration":-1}}
        """
    }

    static func list(_ items: [String], version: Int, next: String = "") -> String {
        """
        {"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"GitRepositoryList","metadata":{"continue":"\(next)",\
        "resourceVersion":"\(version)"},"items":[\(items.joined(separator: ","))]}
        """
    }

    static func event(_ type: String, _ object: String) -> String {
        "{\"type\":\"\(type)\",\"object\":\(object)}\n"
    }

    static func bookmark(_ version: Int) -> String {
        event(
            "BOOKMARK",
            """
            {"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"GitRepository",\
            "metadata":{"resourceVersion":"\(version)"}}
            """)
    }

    static let expired = event(
        "ERROR",
        """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
        "message":"too old resource version: 1 (278)","reason":"Expired","code":410}
        """)

    static var repository: GitRepository {
        GitRepository(
            metadata: ObjectMeta(name: "app", namespace: "shop"),
            spec: .init(url: "https://github.com/acme/app", ref: .init(branch: "main"), interval: "5m"))
    }

    static var secret: Secret {
        .opaque(
            ObjectMeta(name: "git-auth", namespace: "shop"),
            values: ["username": .init("x-access-token"), "password": .init("hunter2")])
    }
}
