import Foundation
import InstalledTools
import Testing

@testable import Simulation

@Suite("Pushing to the simulated GitHub", .enabled(if: GitTool.find() != nil, "git is not installed"))
struct GitPushTests {
    @Test("commits arrive with all their objects, hooks hear of them and the build starts")
    func push() async throws {
        try await Self.withClone { github, git, clone in
            let text = (0..<3000).map { "line \($0) of a file that git stores as differences\n" }
            for round in 0..<3 {
                let changed = text.enumerated().map { $0 == round * 700 ? "changed \(round)\n" : $1 }.joined()
                try Data(changed.utf8).write(to: URL(filePath: "\(clone)/long.txt"))
                try await git.commit("Round \(round)", in: clone)
            }
            try await git.tool.run(["-C", clone, "push", "-q"])
            let head = try await git.tool.text(["-C", clone, "rev-parse", "HEAD"])
            #expect(try await github.commit(in: Self.name) == head)
            #expect(try await github.history(of: Self.name).count == 4)
            let here = try Data(contentsOf: URL(filePath: "\(clone)/long.txt"))
            #expect(try await github.files(of: Self.name)["long.txt"]?.content == here)
            #expect(try await github.builds(in: Self.name, of: head).count == 1)
            let events = await github.deliveries().filter { $0.event == "push" }
            let payload = try JSONValue(parsing: try #require(events.last).payload)
            #expect(payload["after"]?.string == head)
            #expect(payload["pusher", "name"]?.string == "ada")
            #expect(payload["commits"]?.array?.count == 3)
        }
    }

    @Test("branches come and go, and history is replaced only by force")
    func refs() async throws {
        try await Self.withClone { github, git, clone in
            let tool = git.tool
            try await tool.run(["-C", clone, "push", "-q", "origin", "HEAD:refs/heads/other", "HEAD:refs/tags/v1"])
            #expect(try await Set(github.branches(of: Self.name).keys) == ["main", "other"])
            try await tool.run(["-C", clone, "push", "-q", "origin", "--delete", "other"])
            #expect(try await Set(github.branches(of: Self.name).keys) == ["main"])
            try await tool.run(
                ["-C", clone, "commit", "-q", "--amend", "--allow-empty", "-m", "Another"], environment: GitPerson.ada)
            await #expect(throws: InstalledTool.Failed.self) { try await tool.run(["-C", clone, "push", "-q"]) }
            try await tool.run(["-C", clone, "push", "-q", "--force"])
            let head = try await tool.text(["-C", clone, "rev-parse", "HEAD"])
            #expect(try await github.commit(in: Self.name) == head)
        }
    }

    @Test("not without a token, and not with one that may only read")
    func refused() async throws {
        try await Self.withClone { github, git, clone in
            let reader = try await github.createToken(permissions: ["contents": "read"])
            try await git.commit("Mine", in: clone)
            for credentials in ["", "x:\(reader)@"] {
                let url = github.baseURL.replacingOccurrences(of: "http://", with: "http://\(credentials)")
                await #expect(throws: InstalledTool.Failed.self) {
                    try await git.tool.run(
                        ["-C", clone, "push", "-q", "\(url)/\(Self.name).git", "main"],
                        environment: ["GIT_TERMINAL_PROMPT": "0"])
                }
            }
            #expect(try await github.history(of: Self.name).count == 1)
        }
    }

    @Test("a pack that ends too early is refused")
    func damaged() {
        let blob = GitObject(kind: .blob, bytes: Data(repeating: 7, count: 100))
        let pack = GitPack.encode([blob])
        #expect(throws: Never.self) { try GitPackReader.read(pack, known: { _ in nil }) }
        #expect(throws: (any Error).self) { try GitPackReader.read(pack.prefix(60), known: { _ in nil }) }
    }

    // MARK: A clone

    private static let name = "acme/web-shop"

    private static func withClone(
        _ body: (SimulatedGitHub, GitPerson, String) async throws -> Void
    ) async throws {
        let tool = try #require(GitTool.find())
        var options = SimulatedGitHub.Options()
        options.build = .held
        try await SimulatedGitHub.with(options) { github in
            await github.setAppWebhook(url: "http://127.0.0.1:9/", secret: "s")
            let workflow: GitFile = "on: push\n"
            try await github.createRepository(name, .holding([".github/workflows/slipway.yml": workflow]))
            let token = await github.createClassicToken(scopes: ["repo", "workflow"])
            let base = github.baseURL.replacingOccurrences(of: "http://", with: "http://x:\(token)@")
            try await GitTool.inTemporaryFolder { folder in
                try await tool.run(["clone", "-q", "\(base)/\(name).git", "\(folder)/clone"])
                try await body(github, GitPerson(tool: tool), "\(folder)/clone")
            }
        }
    }
}

/// Someone who commits.
struct GitPerson {
    static let ada = [
        "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.com",
    ]
    let tool: GitTool

    func commit(_ message: String, in clone: String) async throws {
        try await tool.run(["-C", clone, "add", "--all"])
        try await tool.run(["-C", clone, "commit", "-q", "--allow-empty", "-m", message], environment: Self.ada)
    }
}
