import Foundation
import Service
import Testing

/// The configuration file.
@Suite struct ConfigurationFuzzTests {
    @Test func files() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "slipway-fuzz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "slipway.yaml")
        try await Fuzz.run("configuration", share: 0.3) { random, last in
            let yaml = Mutation.apply(Array(Self.text.utf8), besides: Array(Self.anchors.utf8), &random)
            try Data(last.remember(yaml)).write(to: file)
            do throws(ConfigurationProblems) {
                _ = try Configuration.load(file: file.path)
            } catch {
                try Fuzz.require(!error.problems.isEmpty, "refused without a reason")
                for problem in error.problems {
                    try Fuzz.require(!problem.what.isEmpty && !problem.whatToDo.isEmpty, "half a sentence: \(problem)")
                }
            }
        }
    }

    private static let anchors = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n<<: *a\n!!binary x: ? y\n--- \n...\n%TAG\n"

    private static let text = """
        listen: 127.0.0.1:9080
        operations: "[::1]:9081"
        data: ./var
        github:
          api: https://github.example.com/api/v3/
          token: t
          webhookSecrets: [ "old", "new" ]
        cluster:
          kubeconfig: ~/.kube/config
          ingressClass: nginx
          domain: apps.example.com
        registry: { username: bot, password: p }
        projects:
          - { match: "acme/web-*", template: nextjs-15-app }
          - { match: "acme/*", topic: slipway, template: static-site }

        """
}
