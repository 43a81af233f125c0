import Foundation
import KubernetesAPI
import Redaction
import Testing

@Suite(.timeLimit(.minutes(1))) struct CredentialTests {
    private static let version = Reply.json(#"{"major":"1","minor":"36","gitVersion":"v1.36.2"}"#)

    @Test func sendsTokensAndPasswords() async throws {
        let credentials: [(ClusterConfiguration.Credential, String?)] = [
            (.none, nil), (.token(Redacted("abc")), "Bearer abc"),
            (.basic(username: "me", password: Redacted("pw")), "Basic bWU6cHc="),
        ]
        for (credential, header) in credentials {
            try await withCluster(credential: credential) { _, _ in
                Self.version
            } _: { (client, cluster) async throws in
                _ = try await client.version()
                #expect(await cluster.questions[0].header("Authorization") == header)
            }
        }
    }

    @Test func readsATokenFileAgainWhenTheTokenIsRefused() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("first\n", to: "token")
        try await withCluster(credential: .tokenFile(file)) { question, _ in
            question.header("Authorization") == "Bearer second" ? Self.version : .failure(401, "Unauthorized", "no")
        } _: { (client, cluster) async throws in
            await #expect(throws: KubernetesError.self) { try await client.version() }
            try folder.write("second\n", to: "token")
            _ = try await client.version()
            _ = try await client.version()
            let seen = await cluster.questions.map { $0.header("Authorization") }
            #expect(
                seen == ["Bearer first", "Bearer first", "Bearer first", "Bearer second", "Bearer second"])
        }
    }

    @Test func readsATokenFileAgainAfterAMinute() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("first", to: "token")
        let time = Collected<Void>()
        let cluster = FakeCluster { _, _ in Self.version }
        try await cluster.serve { address in
            let configuration = ClusterConfiguration(server: address, credential: .tokenFile(file))
            let now = { @Sendable in Date(timeIntervalSince1970: 1000 + Double(time.values.count) * 31) }
            try await withClient(configuration, now: now) { client in
                for token in ["first", "second", "third"] {
                    try folder.write(token, to: "token")
                    _ = try await client.version()
                    time.append(())
                }
            }
        }
        #expect(
            await cluster.questions.map { $0.header("Authorization") } == [
                "Bearer first", "Bearer first", "Bearer third",
            ])
    }

    @Test func aMissingTokenFileIsSaid() async throws {
        try await withCluster(credential: .tokenFile("/nonexistent/token")) { _, _ in
            Self.version
        } _: { (client, _) async throws in
            let error = await #expect(throws: KubernetesError.self) { try await client.version() }
            #expect(error?.code == .credential)
            #expect(
                error?.whatHappened
                    == "There is no credential to get /version: "
                    + "Cannot read the token file /nonexistent/token: it does not exist."
            )
        }
    }

    @Test func sendsImpersonation() async throws {
        let cluster = FakeCluster { _, _ in Self.version }
        try await cluster.serve { address in
            var configuration = ClusterConfiguration(server: address)
            configuration.impersonation = Impersonation(user: "deployer", groups: ["team"])
            try await withClient(configuration) { _ = try await $0.version() }
        }
        #expect(await cluster.questions[0].header("Impersonate-User") == "deployer")
        #expect(await cluster.questions[0].header("Impersonate-Group") == "team")
    }

    @Test func goesThroughAProxy() async throws {
        let proxy = FakeCluster { _, _ in .text("", status: 403) }
        try await proxy.serve { address in
            var configuration = ClusterConfiguration(server: "http://cluster.invalid:6443")
            configuration.proxyURL = Redacted(address)
            try await withClient(configuration) { client in
                let error = await #expect(throws: KubernetesError.self) {
                    try await client.apply(Samples.repository, comparedWith: .unread)
                }
                #expect(error?.code == .proxy)
                #expect(error?.outcomeUnknown == false)
            }
        }
        let question = try #require(await proxy.questions.first)
        #expect(question.method == "CONNECT")
        #expect(question.authority.hasPrefix("cluster.invalid"))
    }
}
