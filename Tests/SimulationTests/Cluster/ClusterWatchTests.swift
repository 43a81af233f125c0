import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Simulation
import Testing

/// Watches: what they send, and all the ways they end.
@Suite struct ClusterWatchTests {
    private static func configMap(_ name: String, labels: JSONValue = [:]) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": ["name": .string(name), "namespace": "default", "labels": labels],
        ]
    }

    /// The events of a watch until it ends.
    private func events(_ fixture: ClusterFixture, _ query: String) async throws -> [JSONValue] {
        let answer = try await fixture.send("GET", "/api/v1/namespaces/default/configmaps?watch=1&\(query)")
        #expect(answer.status == 200)
        return try answer.text.split(separator: "\n").map { try JSONValue(parsing: $0.utf8) }
    }

    private func types(_ events: [JSONValue]) -> [String] {
        events.map { "\($0["type"]?.string ?? "") \($0["object"]?.name ?? "")" }
    }

    @Test func replaysAndFollowsSelectors() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            try await fixture.cluster.apply(Self.configMap("a", labels: ["watch": "me"]))
            let list = try await fixture.send("GET", "/api/v1/namespaces/default/configmaps")
            let version = list.json["metadata", "resourceVersion"]?.string ?? ""
            try await fixture.cluster.apply(Self.configMap("b", labels: ["watch": "me"]))
            try await fixture.cluster.apply(Self.configMap("a"))
            try await fixture.cluster.apply(Self.configMap("a", labels: ["watch": "me"]))
            try await fixture.cluster.delete("ConfigMap", namespace: "default", name: "b")
            let seen = try await events(
                fixture, "resourceVersion=\(version)&labelSelector=watch%3Dme&timeoutSeconds=1")
            #expect(types(seen) == ["ADDED b", "DELETED a", "ADDED a", "DELETED b"])
        }
    }

    @Test func forgottenVersionsAreGone() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            try await fixture.cluster.apply(Self.configMap("a"))
            await fixture.cluster.compact()
            let seen = try await events(fixture, "resourceVersion=1&timeoutSeconds=5")
            #expect(seen.count == 1)
            #expect(seen.first?["object", "code"] == 410)
            #expect(seen.first?["object", "reason"] == "Expired")
        }
    }

    @Test func watchListMarksTheEndOfWhatThereWas() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            try await fixture.cluster.apply(Self.configMap("a"))
            let seen = try await events(
                fixture,
                "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1")
            #expect(types(seen.prefix(2).map { $0 }) == ["ADDED a", "BOOKMARK "])
            #expect(seen[1]["object", "metadata", "annotations"]?["k8s.io/initial-events-end"] == "true")
        }
    }

    @Test func droppedWatchesEndAtOnce() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            var request = HTTPClientRequest(url: fixture.cluster.url + "/api/v1/configmaps?watch=1&timeoutSeconds=600")
            request.headers.add(name: "Authorization", value: "Bearer \(ClusterUser.administrator.token)")
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
            try await fixture.cluster.apply(Self.configMap("a"))
            var iterator = response.body.makeAsyncIterator()
            let first = try await iterator.next()
            #expect(first.map { String(buffer: $0) }?.contains("\"ADDED\"") == true)
            await fixture.cluster.dropWatches()
            let answer1 = try await iterator.next()
            #expect(answer1 == nil)
        }
    }
}
