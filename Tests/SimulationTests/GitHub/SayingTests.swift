import Foundation
import Simulation
import Testing

@Suite("Comments, statuses and deployments on the simulated GitHub")
struct SayingTests {
    @Test("comments are created, listed in pages, edited in place, and counted")
    func comments() async throws {
        try await SimulatedGitHub.with { github in
            try await github.createRepository("acme/web-shop", .holding(["README.md": "x"]))
            let head = try #require(try await github.commit(in: "acme/web-shop"))
            let caller = try await github.installationCaller("acme/web-shop")
            let path = "/repos/acme/web-shop/commits/\(head)/comments"
            for number in 1...3 {
                #expect(try await caller.post(path, ["body": .string("comment \(number)")]).status == 201)
            }
            let first = try await caller.get("\(path)?per_page=2")
            #expect(first.json.array?.count == 2)
            let link = try #require(first.headers["link"])
            let next = try #require(link.split(separator: "<").first?.split(separator: ">").first)
            #expect(try await caller.get(String(next)).json[0]?["body"] == "comment 3")
            let id = try #require(first.json[0]?["id"]?.int)
            let edited = try await caller.patch("/repos/acme/web-shop/comments/\(id)", ["body": "better"])
            #expect(edited.json["user"]?["login"] == "slipway[bot]")
            let comments = try await github.comments(in: "acme/web-shop", on: head)
            #expect(comments.map(\.body) == ["better", "comment 2", "comment 3"])
            #expect(comments[0].edits == 1)
            #expect(await github.count(.commentCreated, in: "acme/web-shop") == 3)
            #expect(await github.requests(to: "POST /repos/{owner}/{repo}/commits/{sha}/comments").count == 3)
            let unknown = try await caller.post(
                "/repos/acme/web-shop/commits/\(String(repeating: "0", count: 40))/comments", ["body": "x"])
            #expect(unknown.status == 422)
            #expect(try await caller.post(path, ["body": ""]).json["errors"]?[0]?["code"] == "missing_field")
            let long = JSONValue.string(String(repeating: "x", count: 65537))
            #expect(try await caller.post(path, ["body": long]).status == 422)
        }
    }

    @Test("statuses are checked; the combined one follows the latest of each context")
    func statuses() async throws {
        try await SimulatedGitHub.with { github in
            try await github.createRepository("acme/web-shop", .holding(["README.md": "x"]))
            let head = try #require(try await github.commit(in: "acme/web-shop"))
            let caller = try await github.installationCaller("acme/web-shop")
            let path = "/repos/acme/web-shop/statuses/\(head)"
            #expect(try await caller.post(path, ["state": "ready"]).status == 422)
            let long = JSONValue.string(String(repeating: "x", count: 141))
            #expect(try await caller.post(path, ["state": "success", "description": long]).status == 422)
            for state in ["pending", "success"] {
                let body: JSONValue = ["state": .string(state), "context": "slipway/development"]
                #expect(try await caller.post(path, body).status == 201)
            }
            let combined = try await caller.get("/repos/acme/web-shop/commits/main/status").json
            #expect(combined["state"] == "success")
            #expect(combined["total_count"] == 1)
            #expect(try await github.status("slipway/development", in: "acme/web-shop", on: head)?.state == "success")
            let weak = try await github.installationCaller("acme/web-shop", permissions: ["contents": "read"])
            let refused = try await weak.post(path, ["state": "success"])
            #expect(refused.status == 403)
            #expect(refused.headers["x-accepted-github-permissions"] == "statuses=write")
        }
    }

    @Test("deployments: contexts conflict unless none are asked for; a success retires the one before")
    func deployments() async throws {
        try await SimulatedGitHub.with { github in
            try await github.createRepository("acme/web-shop", .holding(["README.md": "x"]))
            let head = try #require(try await github.commit(in: "acme/web-shop"))
            let caller = try await github.installationCaller("acme/web-shop")
            _ = try await caller.post("/repos/acme/web-shop/statuses/\(head)", ["state": "pending"])
            let path = "/repos/acme/web-shop/deployments"
            #expect(try await caller.post(path, ["ref": .string(head)]).status == 409)
            let body: JSONValue = ["ref": .string(head), "environment": "staging", "required_contexts": []]
            for _ in 1...2 {
                let deployment = try await caller.post(path, body)
                #expect(deployment.status == 201)
                let id = try #require(deployment.json["id"]?.int)
                let status = try await caller.post("\(path)/\(id)/statuses", ["state": "success"])
                #expect(status.status == 201)
            }
            #expect(try await caller.post("\(path)/1/statuses", ["state": "success"]).status == 404)
            let deployments = try await github.deployments(in: "acme/web-shop", on: head)
            #expect(deployments.map { $0.statuses.map(\.state) } == [["success", "inactive"], ["success"]])
            #expect(try await caller.get("\(path)?environment=production").json == [])
        }
    }
}
