import Foundation
import Simulation
import Testing

@Suite("Committing through the simulated API")
struct ScaffoldTests {
    @Test("an empty repository takes a first file by the Contents API only, then trees, commits and refs")
    func scaffold() async throws {
        try await SimulatedGitHub.with { github in
            try await github.createRepository("acme/web-shop")
            let caller = try await github.installationCaller("acme/web-shop")
            let path = "/repos/acme/web-shop"
            let early = try await caller.post("\(path)/git/blobs", ["content": "x"])
            #expect(early.status == 409)
            #expect(early.message == "Git Repository is empty.")
            #expect(try await caller.get("\(path)/git/ref/heads/main").status == 409)
            let seed = try await caller.put(
                "\(path)/contents/README.md", ["message": "Seed", "content": "aGVsbG8K", "branch": "main"])
            #expect(seed.status == 201)
            let head = try #require(seed.json["commit"]?["sha"]?.string)
            let commit = try await caller.get("\(path)/git/commits/\(head)")
            let tree = try await caller.post(
                "\(path)/git/trees",
                [
                    "base_tree": commit.json["tree"]?["sha"] ?? nil,
                    "tree": [
                        [
                            "path": ".github/workflows/slipway.yml", "mode": "100644", "type": "blob",
                            "content": "on: push",
                        ],
                        ["path": "bin/run", "mode": "100755", "type": "blob", "content": "#!/bin/sh"],
                    ],
                ])
            #expect(tree.status == 201)
            let person: JSONValue = ["name": "Slipway", "email": "s@example.com", "date": "2026-11-21T00:00:00Z"]
            let body: JSONValue = [
                "message": "Scaffold", "tree": tree.json["sha"] ?? nil, "parents": [.string(head)], "author": person,
                "committer": person,
            ]
            let first = try await caller.post("\(path)/git/commits", body)
            let again = try await caller.post("\(path)/git/commits", body)
            #expect(first.status == 201)
            #expect(first.json["sha"] == again.json["sha"])
            let scaffold = try #require(first.json["sha"]?.string)
            #expect(await github.count(.commitCreated, in: "acme/web-shop", by: "installation") == 2)
            let moved = try await caller.patch(
                "\(path)/git/refs/heads/main", ["sha": .string(scaffold), "force": false])
            #expect(moved.status == 200)
            let back = try await caller.patch("\(path)/git/refs/heads/main", ["sha": .string(head), "force": false])
            #expect(back.status == 422)
            #expect(back.message == "Update is not a fast forward")
            let files = try await github.files(of: "acme/web-shop")
            #expect(Set(files.keys) == ["README.md", "bin/run", ".github/workflows/slipway.yml"])
            #expect(files["bin/run"]?.isExecutable == true)
            try await github.waitUntil("the build is done") { github in
                try github.builds(in: "acme/web-shop", of: scaffold).first?.conclusion == "success"
            }
            #expect(await Set(github.tags(of: "ghcr.io/acme/web-shop").keys) == [scaffold, "latest"])
        }
    }

    @Test("workflow files need the workflows permission: 403 for an App, 404 for a classic token")
    func workflows() async throws {
        try await SimulatedGitHub.with { github in
            try await github.createRepository("acme/web-shop", .holding(["README.md": "x"]))
            let body: JSONValue = [
                "tree": [["path": ".github/workflows/a.yml", "mode": "100644", "type": "blob", "content": "x"]]
            ]
            let app = try await github.installationCaller("acme/web-shop", permissions: ["contents": "write"])
            let refused = try await app.post("/repos/acme/web-shop/git/trees", body)
            #expect(refused.status == 403)
            #expect(refused.message == "Resource not accessible by integration")
            let classic = APICaller(github, token: await github.createClassicToken(scopes: ["repo"]))
            #expect(try await classic.post("/repos/acme/web-shop/git/trees", body).status == 404)
            let full = APICaller(github, token: await github.createClassicToken(scopes: ["repo", "workflow"]))
            #expect(try await full.post("/repos/acme/web-shop/git/trees", body).status == 201)
        }
    }

    @Test("contents are shown, listed and replaced only with their SHA")
    func contents() async throws {
        try await SimulatedGitHub.with { github in
            try await github.createRepository("acme/web-shop", .holding(["docs/a.md": "a", "docs/b/c.md": "c"]))
            let caller = try await github.installationCaller("acme/web-shop")
            let path = "/repos/acme/web-shop/contents"
            let file = try await caller.get("\(path)/docs/a.md").json
            #expect(file["content"]?.string == "YQ==\n")
            #expect(
                try await caller.get("\(path)/docs").json.array?.compactMap { $0["type"]?.string } == ["file", "dir"])
            #expect(try await caller.get("\(path)/nothing").status == 404)
            let blind = try await caller.put("\(path)/docs/a.md", ["message": "m", "content": "Yg=="])
            #expect(blind.status == 422)
            let wrong = try await caller.put("\(path)/docs/a.md", ["message": "m", "content": "Yg==", "sha": "0"])
            #expect(wrong.status == 409)
            let right = try await caller.put(
                "\(path)/docs/a.md", ["message": "m", "content": "Yg==", "sha": file["sha"] ?? nil])
            #expect(right.status == 200)
            #expect(try await github.files(of: "acme/web-shop")["docs/a.md"]?.content == Data("b".utf8))
            let malformed = try await caller.put("\(path)/x", ["content": "Yg=="])
            #expect(malformed.status == 422)
            #expect(malformed.message?.contains("\"message\" wasn't supplied") == true)
        }
    }
}
