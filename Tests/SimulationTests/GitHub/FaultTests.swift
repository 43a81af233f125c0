import Foundation
import Simulation
import Testing

@Suite("Faults, the ledger and sources of the simulated GitHub")
struct FaultTests {
    @Test("a lost response had its effect, a dropped connection had none, an answer replaces both")
    func faults() async throws {
        try await SimulatedGitHub.with { github in
            try await github.createRepository("acme/web-shop", .holding(["a": "1"]))
            let head = try #require(try await github.commit(in: "acme/web-shop"))
            let caller = try await github.installationCaller("acme/web-shop")
            let path = "/repos/acme/web-shop/commits/\(head)/comments"
            await github.inject(Fault(.loseResponse, method: "POST", path: "/comments$"))
            await #expect(throws: (any Error).self) { try await caller.post(path, ["body": "one"]) }
            #expect(await github.count(.commentCreated) == 1)
            await github.inject(Fault(.dropConnection, method: "POST", path: "/comments$"))
            await #expect(throws: (any Error).self) { try await caller.post(path, ["body": "two"]) }
            #expect(await github.count(.commentCreated) == 1)
            await github.inject(
                Fault(.answer(status: 502, body: "{}", headers: ["Retry-After": "1"]), path: "/comments$", skipping: 1))
            #expect(try await caller.get(path).status == 200)
            let broken = try await caller.get(path)
            #expect(broken.status == 502)
            #expect(broken.headers["retry-after"] == "1")
            #expect(try await caller.get(path).status == 200)
            let rows = await github.ledger.filter { $0.route == "/repos/{owner}/{repo}/commits/{sha}/comments" }
            #expect(rows.map(\.status) == [nil, nil, 200, 502, 200])
            #expect(rows[0].caller == "installation")
            #expect(rows[0].body.contains("one"))
        }
    }

    @Test("latency overlaps; what waits in vain is told so")
    func latency() async throws {
        try await SimulatedGitHub.with { github in
            await github.setLatency(.milliseconds(50))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { _ = try await APICaller(github).get("/meta") } }
                try await group.waitForAll()
            }
            #expect(await github.peakConcurrency > 1)
            await #expect(throws: WaitTimedOut.self) {
                try await github.waitUntil("never", within: .milliseconds(10)) { _ in false }
            }
        }
    }

    @Test("requests are recorded as JSON lines when asked for")
    func recording() async throws {
        let file = NSTemporaryDirectory() + "requests-\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: file) }
        var options = SimulatedGitHub.Options()
        options.recording = file
        try await SimulatedGitHub.with(options) { github in
            try await github.createRepository("acme/web-shop")
            let caller = try await github.installationCaller("acme/web-shop")
            _ = try await caller.get("/repos/acme/web-shop?x=1")
            _ = try await caller.get("/no/such/thing/here")
        }
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        let last = try JSONValue(parsing: try #require(lines.last).utf8)
        #expect(lines.count == 3)
        #expect(last["path"] == "/repos/acme/web-shop")
        #expect(last["query"] == "x=1")
        #expect(last["route"] == "/repos/{owner}/{repo}")
    }

    @Test("a source is fetched with the right credentials, and refused in Flux's words without")
    func sources() async throws {
        try await SimulatedGitHub.with { github in
            var options = NewRepository.holding(["k8s/a.yaml": "a"])
            options.isPrivate = true
            let info = try await github.createRepository("acme/web-shop", options)
            try await github.createRepository("acme/empty")
            let token = try await github.createToken(repositories: ["acme/web-shop"])
            func fetch(_ url: String, _ branch: String, _ password: String?) async -> Result<
                SourceSnapshot, SourceFailure
            > {
                do throws(SourceFailure) {
                    return .success(
                        try await github.fetchSource(.init(url: url, branch: branch, username: "x", password: password))
                    )
                } catch { return .failure(error) }
            }
            let good = try await fetch(info.cloneURL, "main", token).get()
            #expect(good.files == ["k8s/a.yaml": Data("a".utf8)])
            #expect(try await github.commit(in: "acme/web-shop") == good.commit)
            let prefix = "failed to checkout and determine revision: unable to clone '\(info.cloneURL)': "
            func refusal(_ result: Result<SourceSnapshot, SourceFailure>) -> String? {
                if case .failure(let failure) = result { failure.message } else { nil }
            }
            #expect(
                refusal(await fetch(info.cloneURL, "main", nil)) == prefix
                    + "authentication required: Repository not found.")
            #expect(
                refusal(await fetch(info.cloneURL, "x", token)) == prefix + "couldn't find remote ref \"refs/heads/x\"")
            await github.revoke(token)
            #expect(
                refusal(await fetch(info.cloneURL, "main", token))
                    == prefix + "authentication required: Invalid username or token.")
            let empty = "\(github.baseURL)/acme/empty.git"
            #expect(refusal(await fetch(empty, "main", nil))?.hasSuffix("remote repository is empty") == true)
        }
    }
}
