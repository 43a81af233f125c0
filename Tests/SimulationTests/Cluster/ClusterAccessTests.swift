import Foundation
import Simulation
import Synchronization
import Testing

/// Who may do what.
@Suite struct ClusterAccessTests {
    private static var options: SimulatedCluster.Options {
        var options = SimulatedCluster.Options()
        options.users.append(
            ClusterUser(
                token: "limited-token", name: "limited",
                rules: [
                    AccessRule(verbs: ["get", "patch"], apiGroups: [""], resources: ["configmaps"]),
                    AccessRule(
                        verbs: ["create", "patch"], apiGroups: ["rbac.authorization.k8s.io"],
                        resources: ["rolebindings"]),
                ]))
        return options
    }

    @Test func refusalsReadLikeTheServers() async throws {
        try await ClusterFixture.run(Self.options, controllers: false) { fixture in
            let wrong = try await fixture.send("GET", "/api/v1/namespaces", token: "nonsense")
            #expect(wrong.status == 401)
            #expect(wrong.json["reason"] == "Unauthorized")
            let anonymous = try await fixture.send("GET", "/api/v1/namespaces", token: nil)
            #expect(anonymous.status == 403)
            let secrets = try await fixture.send("GET", "/api/v1/namespaces/default/secrets", token: "limited-token")
            #expect(
                secrets.json["message"]?.string
                    == "secrets is forbidden: User \"limited\" cannot list resource \"secrets\" in API group "
                    + "\"\" in the namespace \"default\""
            )
            let health = try await fixture.send("GET", "/readyz", token: nil)
            #expect(health.text == "ok")
        }
    }

    @Test func applyingAMissingObjectNeedsCreate() async throws {
        try await ClusterFixture.run(Self.options, controllers: false) { fixture in
            let body: JSONValue = ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "a"]]
            let answer = try await fixture.send(
                "PATCH", "/api/v1/namespaces/default/configmaps/a?fieldManager=x", body,
                type: "application/apply-patch+yaml", token: "limited-token")
            #expect(answer.status == 403)
            #expect(answer.json["message"]?.string?.contains("cannot create resource") == true)
        }
    }

    @Test func nobodyHandsOutMoreThanTheyHave() async throws {
        try await ClusterFixture.run(Self.options, controllers: false) { fixture in
            let body: JSONValue = [
                "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": ["name": "a"],
                "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "edit"],
                "subjects": [["kind": "ServiceAccount", "name": "default", "namespace": "default"]],
            ]
            let answer = try await fixture.send(
                "PATCH", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings/a?fieldManager=x", body,
                type: "application/apply-patch+yaml", token: "limited-token")
            #expect(answer.status == 403)
            #expect(
                answer.json["message"]?.string?.contains("attempting to grant RBAC permissions not currently held")
                    == true)
        }
    }

    private static let binding: JSONValue = [
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": ["name": "a"],
        "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "mine"],
        "subjects": [["kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": "limited"]],
    ]
    private static let bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings/a?fieldManager=x"

    /// `bind` may be limited to roles by name; without it the role must be there to be looked at.
    @Test func aRoleIsBoundByWhomTheNameAllows() async throws {
        for (name, status) in [("mine", 201), ("other", 404), ("edit", 403)] {
            var options = Self.options
            options.users = [
                ClusterUser(
                    token: "limited-token", name: "limited",
                    rules: [
                        AccessRule(
                            verbs: ["create", "patch"], apiGroups: ["rbac.authorization.k8s.io"],
                            resources: ["rolebindings"]),
                        AccessRule(
                            verbs: ["bind"], apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"],
                            resourceNames: ["mine"]),
                    ])
            ]
            try await ClusterFixture.run(options, controllers: false) { fixture in
                var body = Self.binding
                body["roleRef", "name"] = .string(name)
                let answer = try await fixture.send(
                    "PATCH", Self.bindings, body, type: "application/apply-patch+yaml", token: "limited-token")
                #expect(answer.status == status, "\(name)")
            }
        }
    }

    @Test func aBindingMayTakeAMomentUntilItHolds() async throws {
        var options = Self.options
        options.clusterRoles = [
            .init(name: "mine", rules: [AccessRule(verbs: ["list"], apiGroups: [""], resources: ["secrets"])])
        ]
        options.bindingDelay = .seconds(2)
        let time = Moment()
        options.now = { time.date.withLock { $0 } }
        try await ClusterFixture.run(options, controllers: false) { fixture in
            let bound = try await fixture.send(
                "PATCH", Self.bindings, Self.binding, type: "application/apply-patch+yaml",
                token: ClusterUser.administrator.token)
            #expect(bound.status == 201)
            let secrets = "/api/v1/namespaces/default/secrets"
            let early = try await fixture.send("GET", secrets, token: "limited-token")
            #expect(early.status == 403)
            time.date.withLock { $0 += 2 }
            let late = try await fixture.send("GET", secrets, token: "limited-token")
            #expect(late.status == 200)
            let everywhere = try await fixture.send("GET", "/api/v1/secrets", token: "limited-token")
            #expect(everywhere.status == 403)
        }
    }

    @Test func accessReviewsAnswer() async throws {
        try await ClusterFixture.run(Self.options, controllers: false) { fixture in
            func allowed(_ verb: JSONValue) async throws -> JSONValue? {
                let body: JSONValue = [
                    "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
                    "spec": ["resourceAttributes": ["verb": verb, "resource": "configmaps", "namespace": "default"]],
                ]
                let path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
                return try await fixture.send("POST", path, body, token: "limited-token").json["status", "allowed"]
            }
            let answer1 = try await allowed("patch")
            #expect(answer1 == true)
            let answer2 = try await allowed("delete")
            #expect(answer2 == false)
        }
    }
}

/// A time of day that passes when a test says so.
private final class Moment: Sendable {
    let date = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
}
