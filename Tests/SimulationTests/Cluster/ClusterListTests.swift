import Foundation
import Simulation
import Testing

/// Lists in pages: nothing is told twice or left out.
@Suite struct ClusterListTests {
    private static func configMap(_ namespace: String, _ name: String, labels: JSONValue = [:]) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": ["name": .string(name), "namespace": .string(namespace), "labels": labels],
            "data": ["text": "a \"quote\", a \\, a tab\tand \u{1}"],
        ]
    }

    /// All pages of a list, each as the names in it.
    private func pages(
        _ fixture: ClusterFixture, _ path: String, _ query: String
    ) async throws -> (names: [[String]], remaining: [Int?], items: [JSONValue]) {
        var pages: (names: [[String]], remaining: [Int?], items: [JSONValue]) = ([], [], [])
        var next: String? = ""
        while let token = next {
            let mark = token.isEmpty ? "" : "&continue=\(token)"
            let page = try await fixture.send("GET", "\(path)?\(query)\(mark)").json
            let items = page["items"]?.array ?? []
            pages.names.append(items.map { "\($0.namespace)/\($0.name)" })
            pages.remaining.append(page["metadata", "remainingItemCount"]?.int)
            pages.items += items
            next = page["metadata", "continue"]?.string
        }
        return pages
    }

    @Test func aPageGoesOnWhereTheOneBeforeEnded() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            for namespace in ["a-b", "a"] {
                let object: JSONValue = [
                    "apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(namespace)],
                ]
                try await fixture.cluster.apply(object)
                for name in ["z", "x", "y"] {
                    let labels: JSONValue = name == "y" ? [:] : ["keep": "me"]
                    try await fixture.cluster.apply(Self.configMap(namespace, name, labels: labels))
                }
            }
            try await fixture.cluster.delete("ConfigMap", namespace: "a-b", name: "z")

            let all = try await pages(fixture, "/api/v1/configmaps", "limit=2")
            #expect(all.names == [["a/x", "a/y"], ["a/z", "a-b/x"], ["a-b/y"]])
            #expect(all.remaining == [3, 1, nil])
            #expect(all.items.first?["data", "text"]?.string == "a \"quote\", a \\, a tab\tand \u{1}")
            let kept = try await pages(fixture, "/api/v1/configmaps", "limit=1&labelSelector=keep")
            #expect(kept.names == [["a/x"], ["a/z"], ["a-b/x"]])
            #expect(kept.remaining == [nil, nil, nil])
            let one = try await pages(fixture, "/api/v1/namespaces/a/configmaps", "limit=2")
            #expect(one.names == [["a/x", "a/y"], ["a/z"]])
        }
    }
}
