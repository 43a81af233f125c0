import Foundation
import KubernetesAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct ExecPluginTests {
    private static let version = Reply.json(#"{"major":"1","minor":"36","gitVersion":"v1.36.2"}"#)

    /// A plugin that appends a line to `runs` and prints a token with the number of the run.
    private static let counting = """
        #!/bin/sh
        echo run >> "$COUNTER"
        echo "$KUBERNETES_EXEC_INFO" > "$COUNTER.info"
        n=$(wc -l < "$COUNTER" | tr -d ' ')
        echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":'
        echo "{\\"token\\":\\"token-$1-$n\\",\\"expirationTimestamp\\":\\"2026-11-21T12:00:00Z\\"}}"
        """

    private static func configuration(
        _ folder: TemporaryFolder, script: String, server: String, command: String = "bin/plugin"
    ) throws -> ClusterConfiguration {
        try folder.write(script, to: "bin/plugin", executable: true)
        let text = """
            current-context: x
            contexts: [{name: x, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "\(server)"}}]
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: \(command)
                  args: [arg]
                  env: [{name: COUNTER, value: \(folder.path)/runs}]
                  installHint: Get it from the shop.
                  provideClusterInfo: true
                  interactiveMode: IfAvailable
            """
        return try ClusterConfiguration.load(kubeconfig: try folder.write(text, to: "config"))
    }

    /// How a call fails with that plugin.
    private static func failure(
        script: String, command: String = "bin/plugin", timeout: Duration = .seconds(30)
    ) async throws -> String {
        let folder = try TemporaryFolder()
        let configuration = try configuration(folder, script: script, server: "http://127.0.0.1:1", command: command)
        var options = ClientOptions()
        options.pluginTimeout = timeout
        let message = Collected<String>()
        try await withClient(configuration, options: options) { client in
            let error = await #expect(throws: KubernetesError.self) { try await client.version() }
            #expect(error?.code == .credential)
            message.append(error?.message ?? "")
        }
        return message.values[0].replacingOccurrences(of: folder.path, with: "")
    }

    @Test func runsOnceUntilTheTokenExpiresOrIsRefused() async throws {
        let folder = try TemporaryFolder()
        let time = Collected<Void>()
        let expiry = 1_795_262_400.0  // 2026-11-21T12:00:00Z
        let cluster = FakeCluster { question, number in
            number == 2 && question.header("Authorization") == "Bearer token-arg-1"
                ? .failure(401, "Unauthorized", "no") : Self.version
        }
        try await cluster.serve { address in
            let configuration = try Self.configuration(folder, script: Self.counting, server: address)
            let now = { @Sendable in Date(timeIntervalSince1970: expiry - 10 + 6 * Double(time.values.count)) }
            try await withClient(configuration, now: now) { client in
                for _ in 0..<3 { _ = try await client.version() }
                time.append(())
                _ = try await client.version()
                time.append(())
                _ = try await client.version()
            }
        }
        let seen = await cluster.questions.map { String($0.header("Authorization")?.suffix(1) ?? "") }
        #expect(seen == ["1", "1", "1", "2", "2", "3"])
        let info = try String(contentsOfFile: "\(folder.path)/runs.info", encoding: .utf8)
        #expect(
            info.contains(#""apiVersion":"client.authentication.k8s.io\/v1""#)
                || info.contains("client.authentication.k8s.io/v1"))
        #expect(info.contains(#""interactive":false"#))
        #expect(info.contains(#""server":"http"#))
    }

    @Test func aMissingPluginIsNamedWithItsHint() async throws {
        let message = try await Self.failure(script: "", command: "slipway-no-such-plugin")
        #expect(message.hasPrefix("The exec plugin slipway-no-such-plugin of /config could not be run"))
        let relative = try await Self.failure(script: "", command: "bin/other")
        #expect(relative.hasPrefix("The exec plugin /bin/other of /config could not be run"))
    }

    @Test func aFailingPluginIsQuotedFromItsErrorsOnly() async throws {
        let message = try await Self.failure(script: "#!/bin/sh\necho hunter2\necho sign in first >&2\nexit 3\n")
        #expect(message.contains("failed (exited(3)): sign in first"))
        #expect(!message.contains("hunter2"))
    }

    @Test func aPluginThatPrintsSomethingElseIsAnError() async throws {
        let message = try await Self.failure(script: "#!/bin/sh\necho hunter2\n")
        #expect(message == "The exec plugin /bin/plugin of /config printed no ExecCredential")
    }

    @Test func aPluginThatHangsIsEnded() async throws {
        let message = try await Self.failure(script: "#!/bin/sh\nsleep 600\n", timeout: .milliseconds(200))
        #expect(message.contains("did not finish within 0.2 seconds"))
    }
}
