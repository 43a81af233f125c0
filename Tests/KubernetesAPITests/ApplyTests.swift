import Foundation
import KubernetesAPI
import Redaction
import Testing

@Suite struct ApplyTests {
    @Test func createsWhatDoesNotExist() async throws {
        try await withCluster { question, _ in
            guard question.method == "PATCH" else {
                return .failure(
                    404, "NotFound", "gitrepositories.source.toolkit.fluxcd.io not found",
                    details: #"{"name":"app","group":"source.toolkit.fluxcd.io","kind":"gitrepositories"}"#)
            }
            return .json(Samples.gitRepository(), status: 201)
        } _: { (client, cluster) async throws in
            let applied = try await client.apply(Samples.repository)
            #expect(applied.change == .created)
            #expect(applied.object.metadata.uid == "8c581909-072b-4deb-8996-323d82c9e568")
            let patch = try #require(await cluster.questions.last)
            #expect(
                patch.target
                    == "/apis/source.toolkit.fluxcd.io/v1/namespaces/shop/gitrepositories/app"
                    + "?fieldManager=slipway&force=true"
            )
            #expect(patch.header("Content-Type") == "application/apply-patch+yaml")
            #expect(
                patch.body == """
                    {"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"GitRepository",\
                    "metadata":{"name":"app","namespace":"shop"},\
                    "spec":{"interval":"5m","ref":{"branch":"main"},"url":"https://github.com/acme/app"}}
                    """)
        }
    }

    @Test(arguments: [(100, Applied<GitRepository>.Change.unchanged), (99, .configured)])
    func tellsAChangeFromNone(before: Int, change: Applied<GitRepository>.Change) async throws {
        try await withCluster { question, _ in
            .json(Samples.gitRepository(version: question.method == "GET" ? before : 100))
        } _: { (client, cluster) async throws in
            #expect(try await client.apply(Samples.repository).change == change)
            #expect(try await client.apply(Samples.repository, comparedWith: .version("\(before)")).change == change)
            #expect(try await client.apply(Samples.repository, comparedWith: .unread).change == .configured)
            #expect(await cluster.questions.map(\.method) == ["GET", "PATCH", "PATCH", "PATCH"])
            #expect(await cluster.questions[0].header("Accept")?.contains("PartialObjectMetadata") == true)
        }
    }

    @Test func leavesOutWhatOnlyTheServerWrites() async throws {
        let object = try JSONDecoder().decode(GitRepository.self, from: Data(Samples.gitRepository().utf8))
        try await withCluster { _, _ in
            .json(Samples.gitRepository())
        } _: { (client, cluster) async throws in
            _ = try await client.apply(object, comparedWith: .unread)
            let body = try #require(await cluster.questions.first?.body)
            for field in ["uid", "resourceVersion", "creationTimestamp", "generation", "status", "managedFields"] {
                #expect(!body.contains("\"\(field)\""))
            }
        }
    }

    @Test func doesNotForceUnlessAsked() async throws {
        try await withCluster { _, _ in
            .failure(
                409, "Conflict", "Apply failed with 1 conflict: conflict with \\\"other\\\": .spec.url",
                details: #"{"causes":[{"reason":"FieldManagerConflict","message":"conflict","field":".spec.url"}]}"#)
        } _: { (client, cluster) async throws in
            let error = await #expect(throws: KubernetesError.self) {
                try await client.apply(Samples.repository, force: false, comparedWith: .unread)
            }
            #expect(error?.code == .conflict)
            #expect(error?.isRetryable == false)
            #expect(await cluster.questions[0].target.hasSuffix("?fieldManager=slipway"))
        }
    }

    /// An apply would create an object that is missing, without a spec; a merge patch does not.
    @Test func annotatesByMergePatch() async throws {
        try await withCluster { _, _ in
            .json(Samples.gitRepository(note: "token"))
        } _: { (client, cluster) async throws in
            let object = try await annotate(client, ["reconcile.fluxcd.io/requestedAt": "t1"])
            #expect(object?.metadata.annotations["note"] == "token")
            let patch = try #require(await cluster.questions.first)
            #expect(patch.target.hasSuffix("/namespaces/shop/gitrepositories/app?fieldManager=slipway-reconcile"))
            #expect(patch.header("content-type") == "application/merge-patch+json")
            #expect(patch.body == #"{"metadata":{"annotations":{"reconcile.fluxcd.io/requestedAt":"t1"}}}"#)
        }
    }

    /// By a manager of its own, so that applying neither ends a suspension nor takes one over.
    @Test func suspendsAndResumesByMergePatch() async throws {
        try await withCluster { _, _ in
            .json(Samples.gitRepository())
        } _: { (client, cluster) async throws in
            let (name, namespace): (ObjectName, NamespaceName) = ("app", "shop")
            _ = try await client.setSuspended(true, GitRepository.self, name, in: namespace)
            _ = try await client.setSuspended(
                false, GitRepository.self, name, in: namespace, annotations: ["reconcile.fluxcd.io/requestedAt": "t1"])
            let patches = await cluster.questions
            #expect(patches.allSatisfy { $0.target.hasSuffix("/gitrepositories/app?fieldManager=slipway-guard") })
            #expect(
                patches.map { $0.header("content-type") } == Array(repeating: "application/merge-patch+json", count: 2))
            #expect(
                patches.map(\.body) == [
                    #"{"spec":{"suspend":true}}"#,
                    #"{"metadata":{"annotations":{"reconcile.fluxcd.io/requestedAt":"t1"}},"spec":{"suspend":null}}"#,
                ])
        }
    }

    @Test func anAnnotationInTheWayOfAnotherChangeCanBeRepeated() async throws {
        try await withCluster { _, _ in
            .failure(409, "Conflict", "the object has been modified; please apply your changes to the latest version")
        } _: { (client, _) async throws in
            let error = await #expect(throws: KubernetesError.self) { try await annotate(client, ["a": "b"]) }
            #expect(error?.isRetryable == true)
        }
    }

    @Test func annotatingAMissingObjectIsNil() async throws {
        try await withCluster { _, _ in
            .failure(
                404, "NotFound", "gitrepositories.source.toolkit.fluxcd.io \\\"app\\\" not found",
                details: #"{"name":"app","group":"source.toolkit.fluxcd.io","kind":"gitrepositories"}"#)
        } _: { (client, _) async throws in
            #expect(try await annotate(client, ["a": "b"]) == nil)
        }
    }

    private func annotate(
        _ client: KubernetesClient, _ annotations: [String: String]
    ) async throws -> GitRepository? {
        let (name, namespace): (ObjectName, NamespaceName) = ("app", "shop")
        return try await client.annotate(GitRepository.self, name, in: namespace, annotations: annotations)
    }

    @Test func secretsAreSentAsDataAndNeverPrinted() async throws {
        try await withCluster { _, _ in
            .failure(500, "", "illegal value hunter2 and aHVudGVyMg==")
        } _: { (client, cluster) async throws in
            let error = try #require(
                await #expect(throws: KubernetesError.self) {
                    try await client.apply(Samples.secret, comparedWith: .unread)
                })
            #expect(await cluster.questions[0].body.contains(#""password":"aHVudGVyMg==""#))
            var everything = "\(error) \(error.message) \(error.causes) \(Samples.secret)"
            dump(error, to: &everything)
            dump(Samples.secret, to: &everything)
            #expect(!everything.contains("hunter2"))
            #expect(!everything.contains("aHVudGVyMg"))
            #expect(error.outcomeUnknown)
        }
    }
}
