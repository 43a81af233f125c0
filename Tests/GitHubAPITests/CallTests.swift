import Foundation
import GitHubAPI
import Testing

@Suite("Calls")
struct CallTests {
    static let identity = CommitIdentity(
        name: "Slipway", email: "slipway@example.com", date: Date(timeIntervalSince1970: 1_795_183_445.9))

    /// Makes one call and returns the request as `METHOD target` and its body.
    func request(
        answering body: String = "{}", _ call: @escaping @Sendable (GitHubClient) async throws -> Void
    ) async throws -> (line: String, body: String) {
        let (stream, continuation) = AsyncStream.makeStream(of: (String, String).self)
        try await FakeGitHub.run { _, _ in
            .json(body)
        } test: { client, fake async throws in
            try await call(client)
            let request = try #require(await fake.received.first)
            continuation.yield((request.method + " " + request.target, request.body))
            continuation.finish()
        }
        for await request in stream { return request }
        return ("", "")
    }

    @Test func commitsThroughTheTreesAPI() async throws {
        let sha = #"{"sha": "new"}"#
        let blob = try await request(answering: sha) { client async throws in
            #expect(try await client.createBlob(Data([0, 255]), in: .webShop) == "new")
        }
        #expect(blob.line == "POST /api/v3/repos/acme/web-shop/git/blobs")
        #expect(blob.body == #"{"content":"AP8=","encoding":"base64"}"#)

        let tree = try await request(answering: sha) { client async throws in
            let entries = [
                NewTreeEntry(path: "a.sh", content: .text("x"), isExecutable: true),
                NewTreeEntry(path: "b.png", content: .blob(sha: "b")), NewTreeEntry(path: "c", content: .removed),
            ]
            _ = try await client.createTree(entries, base: "base", in: .webShop)
        }
        #expect(
            tree.body
                == #"{"base_tree":"base","tree":[{"content":"x","mode":"100755","path":"a.sh","type":"blob"},"#
                + #"{"mode":"100644","path":"b.png","sha":"b","type":"blob"},"#
                + #"{"mode":"100644","path":"c","sha":null,"type":"blob"}]}"#)

        let commit = try await request(answering: sha) { client async throws in
            _ = try await client.createCommit(
                message: "m", tree: "t", parents: ["p"], identity: Self.identity, in: .webShop)
        }
        let who = #"{"date":"2026-11-20T14:04:05Z","email":"slipway@example.com","name":"Slipway"}"#
        #expect(
            commit.body
                == #"{"author":\#(who),"committer":\#(who),"message":"m","parents":["p"],"tree":"t"}"#)
    }

    @Test func branchesAreNeverForced() async throws {
        let update = try await request { try await $0.updateBranch("main", to: "abc", in: .webShop) }
        #expect(update.line == "PATCH /api/v3/repos/acme/web-shop/git/refs/heads/main")
        #expect(update.body == #"{"force":false,"sha":"abc"}"#)
        let creation = try await request { try await $0.createBranch("main", at: "abc", in: .webShop) }
        #expect(creation.body == #"{"ref":"refs/heads/main","sha":"abc"}"#)
    }

    @Test func readsCommitsAndTrees() async throws {
        let who = #"{"name": "A", "email": "a@b", "date": "2026-11-20T14:04:05Z"}"#
        let answer = """
            {"sha": "s", "message": "m", "tree": {"sha": "t", "url": "u"}, "parents": [{"sha": "p"}],
             "author": \(who), "committer": \(who)}
            """
        _ = try await request(answering: answer) { client async throws in
            let commit = try await client.commit("s", in: .webShop)
            #expect(commit.tree == "t")
            #expect(commit.parents == ["p"])
            #expect(commit.author.date == Date(timeIntervalSince1970: 1_795_183_445))
        }
        let tree = """
            {"sha": "t", "truncated": false,
             "tree": [{"path": "a/b", "mode": "100644", "type": "blob", "sha": "x", "size": 3},
                      {"path": "a", "mode": "040000", "type": "tree", "sha": "y"}]}
            """
        let read = try await request(answering: tree) { client async throws in
            #expect(try await client.tree("t", in: .webShop).entries.map(\.path) == ["a/b", "a"])
        }
        #expect(read.line == "GET /api/v3/repos/acme/web-shop/git/trees/t?recursive=1")
    }

    @Test func filesComeAndGoInBase64() async throws {
        let answer = #"{"path": "a b", "sha": "s", "encoding": "base64", "content": "aGVs\nbG8=\n"}"#
        let read = try await request(answering: answer) { client async throws in
            #expect(try await client.file("a b", in: .webShop, ref: "main")?.bytes == Data("hello".utf8))
        }
        #expect(read.line == "GET /api/v3/repos/acme/web-shop/contents/a%20b?ref=main")
        let put = try await request(answering: #"{"commit": {"sha": "c"}, "content": {}}"#) { client async throws in
            let sha = try await client.putFile(
                "README.md", bytes: Data("hello".utf8), message: "m", branch: "main", in: .webShop)
            #expect(sha == "c")
        }
        #expect(put.line == "PUT /api/v3/repos/acme/web-shop/contents/README.md")
        #expect(put.body == #"{"branch":"main","content":"aGVsbG8=","message":"m"}"#)
    }

    @Test func comments() async throws {
        let comment = #"{"id": 3, "body": "b", "html_url": "h", "user": {"login": "slipway[bot]", "id": 1}}"#
        let created = try await request(answering: comment) { client async throws in
            #expect(try await client.createComment("b", on: "abc", in: .webShop).id == 3)
        }
        #expect(created.line == "POST /api/v3/repos/acme/web-shop/commits/abc/comments")
        #expect(created.body == #"{"body":"b"}"#)
        let updated = try await request(answering: comment) { client async throws in
            _ = try await client.updateComment(id: 3, to: "b", in: .webShop)
        }
        #expect(updated.line == "PATCH /api/v3/repos/acme/web-shop/comments/3")
    }

    @Test func deployments() async throws {
        let answer = #"{"id": 8, "sha": "abc", "ref": "abc", "environment": "production"}"#
        let created = try await request(answering: answer) { client async throws in
            let deployment = NewDeployment(ref: "abc", environment: "production", isProduction: true)
            #expect(try await client.createDeployment(deployment, in: .webShop).id == 8)
        }
        #expect(
            created.body
                == #"{"auto_merge":false,"environment":"production","production_environment":true,"ref":"abc","#
                + #""required_contexts":[],"transient_environment":false}"#)
        let status = try await request { client async throws in
            let status = DeploymentStatus(
                state: .inProgress, environmentURL: "https://x", logURL: "https://y", deactivatesEarlier: true)
            try await client.setDeploymentStatus(status, of: 8, in: .webShop)
        }
        #expect(status.line == "POST /api/v3/repos/acme/web-shop/deployments/8/statuses")
        #expect(
            status.body
                == #"{"auto_inactive":true,"environment_url":"https://x","log_url":"https://y","state":"in_progress"}"#)
        let list = try await request(answering: "[\(answer)]") { client async throws in
            _ = try await client.deployments(of: "abc", environment: "production", in: .webShop)
        }
        #expect(
            list.line == "GET /api/v3/repos/acme/web-shop/deployments?sha=abc&environment=production&per_page=100")
    }

    @Test func jobsWithTheirSteps() async throws {
        let answer = """
            {"total_count": 1, "jobs": [{"id": 1, "run_id": 2, "name": "image", "status": "completed",
             "conclusion": "failure", "html_url": "h", "started_at": "2026-11-20T14:04:05Z", "completed_at": null,
             "steps": [{"name": "Build and push", "status": "completed", "conclusion": "failure", "number": 4}]}]}
            """
        let latest = try await request(answering: answer) { client async throws in
            let job = try #require(try await client.jobs(ofRun: 2, in: .webShop).first)
            #expect(job.conclusion == .failure)
            #expect(job.steps.map(\.name) == ["Build and push"])
        }
        #expect(latest.line == "GET /api/v3/repos/acme/web-shop/actions/runs/2/jobs?per_page=100")
        let earlier = try await request(answering: answer) { client async throws in
            _ = try await client.jobs(ofRun: 2, attempt: 1, in: .webShop)
        }
        #expect(earlier.line == "GET /api/v3/repos/acme/web-shop/actions/runs/2/attempts/1/jobs?per_page=100")
    }

    @Test func runsOfACommit() async throws {
        let runs = try await request(answering: #"{"total_count": 0, "workflow_runs": []}"#) { client async throws in
            #expect(try await client.workflowRuns(headSHA: "abc", event: "push", in: .webShop).isEmpty)
        }
        #expect(runs.line == "GET /api/v3/repos/acme/web-shop/actions/runs?per_page=100&head_sha=abc&event=push")
    }

    @Test func statusesAreReadBack() async throws {
        let answer = """
            [{"state": "pending", "context": "slipway/staging", "description": null, "target_url": "https://x"}]
            """
        _ = try await request(answering: answer) { client async throws in
            let status = CommitStatus(state: .pending, context: "slipway/staging", targetURL: "https://x")
            #expect(try await client.statuses(on: "abc", in: .webShop) == [status])
        }
    }
}
