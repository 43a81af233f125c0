import Foundation
import Simulation
import Testing

@Suite("Workflow runs and images of the simulated GitHub")
struct BuildTests {
    private static let workflow = ".github/workflows/slipway.yml"

    @Test("a push of a commit with the workflow builds, and tells so three times")
    func success() async throws {
        try await SimulatedGitHub.with { sink in
            await sink.inject(Fault(.answer(status: 202), path: "^/hook$", times: nil))
            try await SimulatedGitHub.with { github in
                await github.setAppWebhook(url: "\(sink.baseURL)/hook", secret: "s")
                try await github.createRepository("acme/Web.Shop")
                try await github.push(to: "acme/Web.Shop", files: ["a": "1"])
                #expect(try await github.builds(in: "acme/Web.Shop").isEmpty)
                let sha = try await github.push(to: "acme/Web.Shop", files: [Self.workflow: "on: push"])
                try await github.waitUntil("the run is over and told") { github in
                    github.deliveries().filter { $0.event == "workflow_run" && $0.deliveredAt != nil }.count == 3
                }
                let runs = try await sink.ledger.map { try JSONValue(parsing: $0.body.utf8) }
                    .filter { $0["workflow_run"] != nil }
                #expect(runs.map { $0["action"]?.string } == ["requested", "in_progress", "completed"])
                #expect(runs[2]["workflow_run"]?["conclusion"] == "success")
                #expect(runs[2]["workflow_run"]?["head_sha"] == .string(sha))
                #expect(runs[2]["workflow_run"]?["path"] == .string(Self.workflow))
                #expect(await Set(github.tags(of: "ghcr.io/acme/web.shop").keys) == [sha, "latest"])
            }
        }
    }

    @Test("a failing build names its job and step, makes no image, and can be run again")
    func failure() async throws {
        try await SimulatedGitHub.with { github in
            try await github.createRepository("acme/web-shop")
            let sha = try await github.push(
                to: "acme/web-shop", files: [Self.workflow: "on: push"],
                build: .failure(job: "test", step: "Unit tests"))
            try await github.waitUntil("it failed") {
                try $0.builds(in: "acme/web-shop").first?.conclusion == "failure"
            }
            let build = try #require(try await github.builds(in: "acme/web-shop", of: sha).first)
            let caller = try await github.installationCaller("acme/web-shop")
            let jobs = try await caller.get("/repos/acme/web-shop/actions/runs/\(build.id)/jobs").json
            #expect(jobs["total_count"] == 2)
            #expect(jobs["jobs"]?[0]?["name"] == "test")
            #expect(jobs["jobs"]?[0]?["conclusion"] == "failure")
            let steps = try #require(jobs["jobs"]?[0]?["steps"]?.array)
            #expect(steps.filter { $0["conclusion"] == "failure" }.map { $0["name"]?.string } == ["Unit tests"])
            #expect(await github.tags(of: "acme/web-shop").isEmpty)
            try await github.rerunBuild(build.id, in: "acme/web-shop")
            try await github.waitUntil("the second attempt is good") {
                try $0.builds(in: "acme/web-shop").first?.conclusion == "success"
            }
            let run = try await caller.get("/repos/acme/web-shop/actions/runs/\(build.id)").json
            #expect(run["run_attempt"] == 2)
        }
    }

    @Test("what a workflow pushes with its own token starts nothing; a held build waits for its end")
    func heldAndActions() async throws {
        try await SimulatedGitHub.with { github in
            try await github.createRepository("acme/web-shop")
            try await github.planBuilds(in: "acme/web-shop", .held)
            try await github.push(to: "acme/web-shop", files: [Self.workflow: "on: push"])
            try await github.push(to: "acme/web-shop", files: ["generated": "1"], by: .actions)
            try await github.waitUntil("it runs") { try $0.builds(in: "acme/web-shop").first?.status == "in_progress" }
            let builds = try await github.builds(in: "acme/web-shop")
            #expect(builds.count == 1)
            try await github.completeBuild(builds[0].id, in: "acme/web-shop", .cancelled)
            #expect(try await github.builds(in: "acme/web-shop").first?.conclusion == "cancelled")
        }
    }

    @Test("the registry: anonymous for public images, a classic token for private ones, an App's token may not pull")
    func registry() async throws {
        try await SimulatedGitHub.with { github in
            await github.publishImage("acme/open", tag: "1")
            await github.publishImage("ghcr.io/acme/closed", tag: "1", isPrivate: true)
            try await github.createRepository("acme/web-shop")
            let classic = await github.createClassicToken(scopes: ["read:packages"])
            let app = try #require(try await github.installationCaller("acme/web-shop").authorization?.dropFirst(7))
            func pull(_ name: String, _ password: String?) async throws -> Int {
                let basic = password.map { "Basic " + Data("x:\($0)".utf8).base64EncodedString() }
                let login = APICaller(base: github.baseURL, authorization: basic)
                let answer = try await login.get("/token?service=ghcr.io&scope=repository:\(name):pull")
                guard let token = answer.json["token"]?.string else { return answer.status }
                let puller = APICaller(base: github.baseURL, authorization: "Bearer \(token)")
                let manifest = try await puller.send("HEAD", "/v2/\(name)/manifests/1")
                if manifest.status == 200 {
                    #expect(manifest.headers["docker-content-digest"]?.hasPrefix("sha256:") == true)
                }
                return manifest.status
            }
            #expect(try await pull("acme/open", nil) == 200)
            #expect(try await pull("acme/closed", nil) == 401)
            #expect(try await pull("acme/closed", classic) == 200)
            #expect(try await pull("acme/closed", String(app)) == 403)
            #expect(try await pull("acme/closed", "wrong") == 403)
            #expect(try await pull("acme/missing", classic) == 404)
            let challenge = try await APICaller(base: github.baseURL).get("/v2/acme/closed/manifests/1")
            #expect(challenge.status == 401)
            #expect(challenge.headers["www-authenticate"]?.contains("service=\"ghcr.io\"") == true)
            let image = await github.lookUp(image: "ghcr.io/acme/closed:1", username: "x", password: classic)
            #expect(image == .found(digest: try #require(await github.tags(of: "acme/closed")["1"])))
            #expect(await github.lookUp(image: "ghcr.io/acme/open:2", username: nil, password: nil) == .notFound)
        }
    }
}
