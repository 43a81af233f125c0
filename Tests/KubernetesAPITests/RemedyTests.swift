import Foundation
import Synchronization
import Testing

@testable import KubernetesAPI

/// What is done about a Secret that the authorizer refuses.
@Suite struct RemedyTests {
    private static func refusal(_ verb: String = "patch") -> Reply {
        .refusing(
            #"secrets "a" is forbidden: User "bot" cannot \#(verb) resource "secrets" in API group "" in the namespace "shop""#
        )
    }
    private static let secret = #"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","namespace":"shop"}}"#

    /// How often the right was given.
    private final class Given: Sendable {
        let times = Mutex(0)
        let error: KubernetesError?
        let isOurs: Bool

        init(isOurs: Bool = true, error: KubernetesError? = nil) {
            self.isOurs = isOurs
            self.error = error
        }

        var remedy: AccessRemedy {
            AccessRemedy(
                give: { [self] _, namespace in
                    #expect(namespace == "shop")
                    times.withLock { $0 += 1 }
                    if let error { throw error }
                    return isOurs
                }, pauses: [.milliseconds(1), .milliseconds(1), .milliseconds(1)], hint: { "Look at \($0)." })
        }
    }

    private static func apply(_ client: KubernetesClient) async throws {
        let meta = ObjectMeta<NamespaceName>(name: "a", namespace: "shop")
        _ = try await client.apply(Secret.opaque(meta, values: [:]), comparedWith: .unread)
    }

    private func with(
        _ given: Given?, answer: @escaping @Sendable (FakeCluster.Question, Int) async throws -> Reply,
        _ test: @escaping @Sendable (KubernetesClient, FakeCluster) async throws -> Void
    ) async throws {
        let cluster = FakeCluster(answer: answer)
        try await cluster.serve { address in
            let client = try KubernetesClient(
                configuration: ClusterConfiguration(server: address, credential: .none), remedy: given?.remedy)
            do {
                try await test(client, cluster)
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
    }

    @Test func theRightIsGivenOnceAndTheRequestSentUntilItHolds() async throws {
        let given = Given()
        try await with(given) { _, before in
            before < 3 ? Self.refusal() : .json(Self.secret)
        } _: { client, cluster in
            try await Self.apply(client)
            #expect(await cluster.questions.count == 4)
            #expect(given.times.withLock { $0 } == 1)
        }
    }

    @Test func afterAFewAttemptsItIsSaidWhatToLookAt() async throws {
        try await with(Given()) { _, _ in
            Self.refusal()
        } _: { client, cluster in
            let error = await #expect(throws: KubernetesError.self) { try await Self.apply(client) }
            #expect(error?.code == .forbidden)
            #expect(error?.whatToDo == "Look at shop.")
            #expect(await cluster.questions.count == 4)
        }
    }

    @Test func aRightThatCannotBeGivenIsToldWithItsReason() async throws {
        let refused = KubernetesError(
            code: .forbidden, call: Call(verb: .apply, resource: "rolebindings"), message: "not yours to bind")
        let missing = KubernetesError(
            code: .notFound, call: Call(verb: .apply, resource: "rolebindings"),
            message: #"clusterroles.rbac.authorization.k8s.io "slipway-project" not found"#)
        for reason in [refused, missing] {
            try await with(Given(error: reason)) { _, _ in
                Self.refusal()
            } _: { client, cluster in
                let error = await #expect(throws: KubernetesError.self) { try await Self.apply(client) }
                #expect(error?.code == .forbidden)
                #expect(error?.whatHappened.contains(reason.message) == true)
                #expect(error?.whatToDo == "Look at shop.")
                #expect(await cluster.questions.count == 1)
            }
        }
    }

    /// Who is refused in a namespace that is not there learns that only now.
    @Test func aNamespaceThatIsGoneIsNoMatterOfRights() async throws {
        let gone = KubernetesError(
            code: .notFound, call: Call(verb: .apply, resource: "rolebindings"),
            message: #"namespaces "shop" not found"#)
        try await with(Given(error: gone)) { _, _ in
            Self.refusal("get")
        } _: { client, _ in
            let seen = try await client.look(at: Secret.resource, "a", in: "shop")
            #expect(seen == nil)
            let error = await #expect(throws: KubernetesError.self) { try await Self.apply(client) }
            #expect(error?.code == .notFound)
        }
    }

    @Test func whatIsNotAboutTheRightIsLeftAsItIs() async throws {
        let quota = Reply.refusing(#"secrets "a" is forbidden: exceeded quota: team"#)
        let given = Given()
        try await with(given) { question, _ in
            question.path.contains("secrets")
                ? quota
                : .refusing(
                    #"pods is forbidden: User "bot" cannot list resource "pods" in API group "" in the namespace "shop""#
                )
        } _: { client, cluster in
            await #expect(throws: KubernetesError.self) { try await Self.apply(client) }
            await #expect(throws: KubernetesError.self) {
                _ = try await client.list(Pod.self, in: .namespace("shop"))
            }
            #expect(given.times.withLock { $0 } == 0)
            #expect(await cluster.questions.count == 2)
        }
    }

    @Test func elsewhereNothingIsGiven() async throws {
        for given in [Given(isOurs: false), nil] {
            try await with(given) { _, _ in
                Self.refusal()
            } _: { client, cluster in
                let error = await #expect(throws: KubernetesError.self) { try await Self.apply(client) }
                #expect(error?.hint == nil)
                #expect(await cluster.questions.count == 1)
            }
        }
    }

    @Test func whoTheClientIsIsAskedOnce() async throws {
        let answer =
            #"{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview","status":{"userInfo":{"username":"ada"}}}"#
        try await withCluster { _, _ in
            .json(answer)
        } _: { client, cluster in
            for _ in 0..<3 {
                let identity = try await client.identity()
                #expect(identity.username == "ada")
            }
            #expect(await cluster.questions.count == 1)
            _ = try await client.identity(isFresh: true)
            #expect(await cluster.questions.count == 2)
        }
    }

    @Test func aRoleGrantsWhatItsRulesSay() {
        let role = ClusterRole(
            metadata: ObjectMeta(name: "r"),
            rules: [
                .init(apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"]),
                .init(apiGroups: [""], resources: ["secrets"], resourceNames: ["one"], verbs: ["delete"]),
                .init(apiGroups: ["apps"], resources: ["*"], verbs: ["*"]),
            ])
        #expect(role.grants("get", Secret.resource) && role.grants("patch", Deployment.resource))
        #expect(!role.grants("delete", Secret.resource) && !role.grants("get", Pod.resource))
    }
}

extension Reply {
    fileprivate static func refusing(_ message: String) -> Reply {
        .json(
            #"{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,"message":"\#(message.replacing("\"", with: "\\\""))"}"#,
            status: 403)
    }
}
