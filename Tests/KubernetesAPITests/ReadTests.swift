import Foundation
import KubernetesAPI
import Testing

@Suite struct ReadTests {
    @Test func getIsNilForAMissingObjectOrNamespace() async throws {
        try await withCluster { _, number in
            number == 0
                ? .failure(404, "NotFound", "secrets x not found", details: #"{"name":"x","kind":"secrets"}"#)
                : .failure(
                    404, "NotFound", "namespaces shop not found", details: #"{"name":"shop","kind":"namespaces"}"#)
        } _: { (client, cluster) async throws in
            #expect(try await client.get(Secret.self, "x", in: "shop") == nil)
            #expect(try await client.get(Namespace.self, "shop") == nil)
            #expect(
                await cluster.questions.map(\.target) == [
                    "/api/v1/namespaces/shop/secrets/x", "/api/v1/namespaces/shop",
                ])
        }
    }

    @Test func aTypeThatIsNotInstalledIsAnErrorOfItsOwn() async throws {
        try await withCluster { _, _ in
            .text("404 page not found\n", status: 404)
        } _: { (client, _) async throws in
            let error = await #expect(throws: KubernetesError.self) {
                try await client.get(GitRepository.self, "app", in: "shop")
            }
            #expect(error?.code == .resourceTypeMissing)
            #expect(error?.whatHappened.contains("gitrepositories.source.toolkit.fluxcd.io") == true)
            #expect(try await client.serves(GitRepository.resource) == false)
        }
    }

    @Test func listsAllPages() async throws {
        var options = ClientOptions()
        options.pageSize = 2
        try await withCluster(options: options) { question, _ in
            question.target.contains("continue=n%2F1%3D")
                ? .json(Samples.list([Samples.gitRepository("c")], version: 7))
                : .json(
                    Samples.list([Samples.gitRepository("a"), Samples.gitRepository("b")], version: 7, next: "n/1="))
        } _: { (client, cluster) async throws in
            let list = try await client.list(
                GitRepository.self, in: .everyNamespace, matching: .labelled(["a": "b", "c": "d/e"]))
            #expect(list.items.map(\.metadata.name.text) == ["a", "b", "c"])
            #expect(list.resourceVersion == "7")
            let first = try #require(await cluster.questions.first)
            #expect(
                first.target
                    == "/apis/source.toolkit.fluxcd.io/v1/gitrepositories?labelSelector=a%3Db%2Cc%3Dd%2Fe&limit=2")
        }
    }

    @Test func aListThatExpiresMidwayStartsAgain() async throws {
        try await withCluster { question, number in
            switch number {
            case 0: .json(Samples.list([Samples.gitRepository("old")], version: 5, next: "token"))
            case 1: .failure(410, "Expired", "The provided continue parameter is too old")
            default: .json(Samples.list([Samples.gitRepository("new")], version: 9))
            }
        } _: { (client, cluster) async throws in
            let list = try await client.list(GitRepository.self, in: .namespace("shop"))
            #expect(list.items.map(\.metadata.name.text) == ["new"])
            #expect(list.resourceVersion == "9")
            #expect(await cluster.questions.count == 3)
        }
    }

    /// A Go server writes an empty list as null now and then.
    @Test func anEmptyListMayBeNull() async throws {
        try await withCluster { _, _ in
            .json(#"{"kind":"IngressClassList","apiVersion":"v1","metadata":{"resourceVersion":"3"},"items":null}"#)
        } _: { (client, _) async throws in
            #expect(try await client.list(IngressClass.self).items.isEmpty)
        }
    }

    @Test func deletesWithPreconditionAndTellsWhatHappened() async throws {
        let deleted = #"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","details":{"name":"app"}}"#
        try await withCluster { _, number in
            switch number {
            case 0: .json(deleted)
            case 1: .json(Samples.gitRepository())
            case 2: .failure(404, "NotFound", "not found", details: #"{"name":"app","kind":"gitrepositories"}"#)
            default:
                .failure(
                    409, "Conflict", "the UID in the precondition (u) does not match the UID in record (v).",
                    details: #"{"name":"app","kind":"GitRepository"}"#)
            }
        } _: { (client, cluster) async throws in
            var outcomes: [Deletion] = []
            for _ in 0..<4 {
                outcomes.append(try await client.delete(GitRepository.self, "app", in: "shop", uid: "u"))
            }
            #expect(outcomes == [.deleted, .started, .absent, .absent])
            let question = try #require(await cluster.questions.first)
            #expect(question.method == "DELETE")
            #expect(
                question.body == """
                    {"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"u"},\
                    "propagationPolicy":"Background"}
                    """)
        }
    }

    @Test func asksForVersionReadinessAndAccess() async throws {
        try await withCluster { question, _ in
            switch question.path {
            case "/version": .json(#"{"major":"1","minor":"36","gitVersion":"v1.36.2","platform":"linux/amd64"}"#)
            case "/readyz": .text("ok")
            case "/apis/source.toolkit.fluxcd.io/v1":
                .json(#"{"kind":"APIResourceList","resources":[{"name":"gitrepositories"},{"name":"buckets"}]}"#)
            default:
                .json(
                    #"{"kind":"SelfSubjectAccessReview","spec":{},"status":{"allowed":true,"reason":"RBAC"}}"#,
                    status: 201)
            }
        } _: { (client, cluster) async throws in
            #expect(try await client.version().gitVersion == "v1.36.2")
            try await client.ready()
            #expect(try await client.serves(GitRepository.resource))
            #expect(try await client.mayI("patch", Secret.resource, in: "shop").allowed)
            let review = try #require(await cluster.questions.last)
            #expect(review.target == "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
            #expect(
                review.body.contains(
                    #""resourceAttributes":{"group":"","namespace":"shop","resource":"secrets","verb":"patch"}"#))
        }
    }
}
