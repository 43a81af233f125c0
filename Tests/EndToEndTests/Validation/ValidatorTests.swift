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

        @Test(
            .enabled(if: Validators.areInstalled, "make validators installs the schema validators"),
            arguments: [
                ("/api/runs", 200, #"{"items":[],"next":null,"colour":"red"}"#, "colour"),
                ("/api/runs", 200, #"{"items":[]}"#, "'next' is a required property"),
                ("/api/runs", 409, "{}", "does not know the status 409"),
                ("/api/runs?colour=red", 200, #"{"items":[],"next":null}"#, "does not know the parameter colour"),
                ("/api/colours", 200, "{}", "has no such operation"),
            ])
        func anAnswerOfTheAPIThatIsNotInItsDocument(
            _ path: String, _ status: Int, _ body: String, _ finding: String
        ) async throws {
            let line =
                #"{"method":"GET","path":"\#(path)","status":\#(status),"type":"application/json","body":\#(body),"request":null}"#
            let result = try await check(line, as: "one.jsonl") { try await Validators.checkAPIAnswers($0) }
            #expect(result.status == .exited(1))
            #expect(result.output.contains(finding), "\(result.output)")
        }

        @Test(
            .enabled(if: Validators.areInstalled, "make validators installs the schema validators"),
            arguments: [
                ("# HELP a_total A.\n# TYPE a_total counter\na_total 1\na_total 1\n", "it is there twice"),
                ("# HELP a A.\na 1\n", "it has no type"), ("# TYPE a gauge\na 1\n", "it has no help"),
                (
                    "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
                    "do not rise"
                ),
                (#"a{b="c} 1"# + "\n", "page.txt: "),
            ])
        func aPageThatPrometheusWouldNotReadWell(_ page: String, _ finding: String) async throws {
            let result = try await check(page, as: "page.txt") { try await Validators.checkMetrics($0) }
            #expect(result.status == .exited(1))
            #expect(result.output.contains(finding), "\(result.output)")
        }

        @Test(.enabled(if: Validators.areInstalled, "make validators installs the schema validators"))
        func anExpressionThatIsNoPromQL() async throws {
            let rules = "groups: [{ name: a, rules: [{ alert: A, expr: 'sum by (x (y)' }] }]"
            let result = try await check(rules, as: "rules.yaml") {
                try await Validators.checkRules($0.deletingLastPathComponent())
            }
            #expect(result.status == .exited(1))
            #expect(result.output.contains("rules.yaml: A: "), "\(result.output)")
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
