import Foundation
import Testing

extension EndToEnd {
    /// The validators that look at everything that was sent notice what is wrong.
    @Suite struct ValidatorsNotice {
        @Test(.enabled(if: Validators.areInstalled, "make validators installs the schema validators"))
        func anUnknownFieldInARequestToGitHub() async throws {
            let line =
                #"{"method":"POST","path":"/repos/acme/shop/statuses/abc","body":{"state":"success","colour":"red"}}"#
            let result = try await check(line, as: "one.jsonl") { try await Validators.checkGitHubRequests([$0.path]) }
            #expect(result.status == .exited(1))
            #expect(result.output.contains("unknown field .colour"))
        }

        @Test(.enabled(if: Validators.areInstalled, "make validators installs the schema validators"))
        func anUnknownFieldInAnObjectOfKubernetes() async throws {
            let object = #"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"},"spec":{"colour":"red"}}"#
            let result = try await check(object, as: "one.yaml") {
                try await Validators.checkKubernetesObjects($0.deletingLastPathComponent())
            }
            #expect(result.status == .exited(1))
            #expect(result.output.contains("colour"))
        }

        @Test(.enabled(if: Validators.knowFlux, "needs the validators, and Flux's definitions beside the package"))
        func anUnknownFieldInAnObjectOfFlux() async throws {
            let object = """
                apiVersion: source.toolkit.fluxcd.io/v1
                kind: GitRepository
                metadata: { name: a, namespace: b }
                spec: { url: https://github.com/acme/shop, interval: 1m, colour: red }
                """
            let result = try await check(object, as: "one.yaml") {
                try await Validators.checkFluxObjects($0.deletingLastPathComponent())
            }
            #expect(result.status == .exited(1))
            #expect(result.output.contains("colour"))
        }

        private func check(
            _ text: String, as name: String, _ body: (URL) async throws -> CommandResult
        ) async throws -> CommandResult {
            let folder = FileManager.default.temporaryDirectory.appending(path: "slipway-e2e-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appending(path: name)
            try text.write(to: file, atomically: true, encoding: .utf8)
            return try await body(file)
        }
    }
}
