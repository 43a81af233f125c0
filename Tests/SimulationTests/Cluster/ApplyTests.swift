import Foundation
import Simulation
import Testing

/// Server-side apply as several managers use it.
@Suite struct ApplyTests {
    private static let path = "/apis/source.toolkit.fluxcd.io/v1/namespaces/team/gitrepositories/app"
    private static let namespace: JSONValue = ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "team"]]

    private static func repository(_ spec: JSONValue) -> JSONValue {
        [
            "apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository", "metadata": ["name": "app"],
            "spec": spec,
        ]
    }

    private static let plain = repository(["interval": "5m", "url": "https://github.com/acme/app"])

    @Test func createsThenLeavesAlone() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            try await fixture.cluster.apply(Self.namespace)
            let created = try await fixture.apply(Self.path, Self.plain)
            #expect(created.status == 201)
            #expect(created.json["spec", "timeout"] == "60s")
            #expect(created.json["status", "observedGeneration"] == -1)
            // The first write after the creation stores the defaulted status.
            let second = try await fixture.apply(Self.path, Self.plain)
            #expect(second.status == 200)
            #expect(second.json["metadata", "resourceVersion"] != created.json["metadata", "resourceVersion"])
            let third = try await fixture.apply(Self.path, Self.plain)
            #expect(third.json["metadata", "resourceVersion"] == second.json["metadata", "resourceVersion"])
            #expect(third.json["metadata", "generation"] == 1)
        }
    }

    @Test func conflictNamesManagersAndFields() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            try await fixture.cluster.apply(Self.namespace)
            _ = try await fixture.apply(Self.path, Self.plain)
            let other = Self.repository(["interval": "1m", "url": "https://github.com/acme/app"])
            let refused = try await fixture.apply(Self.path, other, manager: "second")
            #expect(refused.status == 409)
            #expect(
                refused.json["message"]
                    == "Apply failed with 1 conflict: conflict with \"first-manager\": .spec.interval")
            let forced = try await fixture.apply(Self.path, other, manager: "second", force: true)
            #expect(forced.status == 200)
            #expect(forced.json["metadata", "generation"] == 2)
        }
    }

    @Test func omittedFieldsGoOnlyWithTheirLastOwner() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            try await fixture.cluster.apply(Self.namespace)
            let withBranch: JSONValue = [
                "interval": "5m", "url": "https://github.com/acme/app", "ref": ["branch": "main"],
            ]
            _ = try await fixture.apply(Self.path, Self.repository(withBranch))
            _ = try await fixture.apply(Self.path, Self.repository(["ref": ["branch": "main"]]), manager: "second")
            let kept = try await fixture.apply(Self.path, Self.plain)
            #expect(kept.json["spec", "ref", "branch"] == "main")
            let removed = try await fixture.apply(
                Self.path, Self.repository(["interval": "5m"]), manager: "second")
            #expect(removed.json["spec", "ref"] == nil)
        }
    }

    @Test func aMergePatchRemovesByNull() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            try await fixture.cluster.apply(Self.namespace)
            _ = try await fixture.apply(Self.path, Self.plain)
            func merge(_ patch: JSONValue) async throws -> Answer {
                try await fixture.send(
                    "PATCH", Self.path + "?fieldManager=second", patch, type: "application/merge-patch+json")
            }
            #expect(try await merge(["spec": ["suspend": true]]).json["spec", "suspend"] == true)
            let resumed = try await merge(["spec": ["suspend": nil], "metadata": ["annotations": ["note": "tried"]]])
            #expect(resumed.status == 200)
            #expect(resumed.json["spec"]?.object?.keys.contains("suspend") == false)
            #expect(resumed.json["spec", "interval"] == "5m")
            #expect(resumed.json["metadata", "annotations", "note"] == "tried")
        }
    }

    @Test func containersMergeByName() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            try await fixture.cluster.apply(Self.namespace)
            let path = "/apis/apps/v1/namespaces/team/deployments/web"
            func deployment(_ containers: JSONValue, more: [String: JSONValue] = [:]) -> JSONValue {
                var spec: [String: JSONValue] = ["template": ["spec": ["containers": containers]]]
                spec.merge(more) { _, new in new }
                return [
                    "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web"], "spec": .object(spec),
                ]
            }
            let first = deployment(
                [["name": "app", "image": "a:1", "env": [["name": "A", "value": "1"]]]],
                more: ["selector": ["matchLabels": ["app": "web"]]])
            var labelled = first
            labelled["spec", "template", "metadata", "labels"] = ["app": "web"]
            let answer1 = try await fixture.apply(path, labelled).status
            #expect(answer1 == 201)
            let sidecar = deployment([
                ["name": "log", "image": "l:1"], ["name": "app", "env": [["name": "B", "value": "2"]]],
            ])
            let merged = try await fixture.apply(path, sidecar, manager: "second")
            #expect(merged.status == 200)
            let containers = merged.json["spec", "template", "spec"]?["containers"]?.array ?? []
            #expect(containers.compactMap { $0["name"]?.string } == ["app", "log"])
            #expect(containers.first?["env"]?.array?.compactMap { $0["name"]?.string } == ["A", "B"])
            #expect(containers.first?["image"] == "a:1")
            let gone = try await fixture.apply(path, deployment([["name": "app"]]), manager: "second")
            #expect(gone.json["spec", "template", "spec"]?["containers"]?.array?.count == 1)
        }
    }

    @Test func aUidGuardsAgainstCreating() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            try await fixture.cluster.apply(Self.namespace)
            var guarded = Self.plain
            guarded["metadata", "uid"] = "00000000-0000-0000-0000-000000000000"
            let answer2 = try await fixture.apply(Self.path, guarded).status
            #expect(answer2 == 409)
            #expect(await fixture.cluster.objects("GitRepository").isEmpty)
            _ = try await fixture.apply(Self.path, Self.plain)
            let answer3 = try await fixture.apply(Self.path, guarded).status
            #expect(answer3 == 422)
        }
    }

    @Test func aTypeThatIsNotInstalledIsPlainText() async throws {
        try await ClusterFixture.run(controllers: false) { fixture in
            try await fixture.cluster.apply(Self.namespace)
            await fixture.cluster.removeFluxTypes()
            let answer = try await fixture.apply(Self.path, Self.plain)
            #expect(answer.status == 404)
            #expect(answer.text == "404 page not found\n")
        }
    }
}
