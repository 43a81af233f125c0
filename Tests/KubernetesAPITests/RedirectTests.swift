import KubernetesAPI
import Redaction
import Testing

@Suite("An API server that sends elsewhere")
struct RedirectTests {
    /// An aggregated API server may answer anything (CVE-2022-3172): whoever follows shows it the credential.
    @Test(arguments: [301, 302, 303, 307, 308])
    func itIsNotFollowedAndTheCredentialStaysHere(_ status: Int) async throws {
        let stranger = FakeCluster { _, _ in .json("{}") }
        try await stranger.serve { elsewhere in
            try await withCluster(credential: .token(Redacted("the token"))) { question, _ in
                // Neither to another server nor, with another path, to the same.
                let place = question.path.hasSuffix("/a") ? elsewhere : ""
                return .text("", status: status, headers: [("Location", "\(place)/api/v1/namespaces/b")])
            } _: { (client, cluster) async throws in
                for name: ObjectName in ["a", "c"] {
                    let error = await #expect(throws: KubernetesError.self) {
                        try await client.get(Namespace.self, name)
                    }
                    #expect(error?.status == status)
                }
                #expect(await cluster.questions.map(\.path) == ["/api/v1/namespaces/a", "/api/v1/namespaces/c"])
                #expect(await cluster.questions.first?.header("authorization") == "Bearer the token")
            }
            #expect(await stranger.questions.isEmpty)
        }
    }
}
