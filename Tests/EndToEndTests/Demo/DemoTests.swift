import Foundation
import InstalledTools
import Testing

@Suite("slipway demo")
struct DemoTests {
    static let chapters = [
        "1  the repository is created", "2  the first build runs", "3  a commit is pushed whose build succeeds",
        "4  a commit is pushed whose build fails", "5  a commit is pushed whose pods crash",
    ]

    @Test(
        "tells the whole story and ends with 0, whatever the template and the name",
        arguments: [("nextjs-15-app", "acme/web-shop"), ("static-site", "Acme-Corp/8888")])
    func story(template: String, repository: String) async throws {
        try await Self.run(["--template", template, "--repository", repository]) { program, folder in
            let ending = try await program.end(within: World.patience)
            #expect(ending == .exited(0), "\(program.output)")
            let lines = program.output.split(separator: "\n").map(String.init)
            #expect(lines.filter { $0.first?.isNumber == true && $0.contains("  ") }.prefix(5) == Self.chapters[...])
            #expect(lines.last?.hasSuffix(" applied · nothing lost") == true, "\(lines.last ?? "")")
            #expect(lines.last?.contains(" done, 1 stopped · ") == true, "\(lines.last ?? "")")
            // For a file or a pipe: nothing that steers a terminal, and nothing hidden that GitHub would hide.
            #expect(!program.output.contains("\u{1B}"))
            #expect(!program.output.contains("<!--"))
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left == ["output"])
        }
    }

    @Test("each change is told once, and each environment in its order")
    func once() async throws {
        try await Self.run([]) { program, _ in
            let ending = try await program.end(within: World.patience)
            #expect(ending == .exited(0), "\(program.output)")
            let lines = program.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let story = lines.drop { $0 != Self.chapters[0] }.prefix { !$0.isEmpty }
            for chapter in story.split(whereSeparator: Self.chapters.contains) {
                #expect(Set(chapter).count == chapter.count, "\(chapter.joined(separator: "\n"))")
            }
            let release = story.drop { $0 != Self.chapters[2] }.dropFirst().prefix { $0.first == " " }
            let ready = release.filter { $0.contains(" ready, ") }.map { $0.split(separator: " ")[0] }
            #expect(ready == ["development", "staging", "production"])
            #expect(lines.contains { $0.contains(#"❌ job "image", step "Build and push": nothing deployed, "#) })
            #expect(lines.contains { $0.contains("keeps serving; staging and production were not touched") })
        }
    }

    @Test(
        "what cannot be shown is refused in one sentence, with what to do",
        arguments: [
            (
                ["--repository", "web-shop"],
                """
                slipway: "web-shop" cannot be the name of a repository.
                         Use OWNER/NAME with letters, digits, - . and _, such as --repository acme/web-shop.

                """
            ),
            (
                ["--template", "cobol"],
                """
                slipway: template cobol: there is no such template (there are: nextjs-15-app, static-site)
                         Correct the name, or add a folder with a template.yaml to the templates

                """
            ),
            (
                ["--templates", "/nonexistent"],
                """
                slipway: cannot be read: no folder /nonexistent
                         Make it readable for this user, or correct `templates` in slipway.yaml

                """
            ),
        ])
    func refused(arguments: [String], message: String) async throws {
        try await Self.run(arguments) { program, folder in
            let ending = try await program.end()
            #expect(ending == .exited(1))
            #expect(program.output == message)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left == ["output"])
        }
    }

    @Test("Ctrl-C in the middle ends everything and leaves nothing behind")
    func interrupted() async throws {
        try await Self.run([]) { program, folder in
            _ = try await eventually("the second chapter") { program.output.contains(Self.chapters[1]) ? true : nil }
            program.signal(SIGINT)
            let ending = try await program.end()
            #expect(ending == .exited(130))
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left == ["output"])
        }
    }

    @Test(
        "--stay goes on with what is pushed by git, until Ctrl-C",
        .enabled(if: InstalledTool.find("git") != nil, "git is not installed"))
    func stays() async throws {
        try await Self.run(["--stay"]) { program, folder in
            let clone = try await eventually("how to push", within: World.patience) {
                program.output.firstMatch(of: /git clone (http\S+) &&/).map { String($0.1) }
            }
            let git = Git(tool: try #require(InstalledTool.find("git")))
            try await git.run(["clone", "-q", clone, "\(folder)/clone"])
            try await git.run(["-C", "\(folder)/clone", "commit", "-q", "--allow-empty", "-m", "My own commit"])
            try await git.run(["-C", "\(folder)/clone", "push", "-q"])
            let commit = try await git.run(["-C", "\(folder)/clone", "rev-parse", "--short=7", "HEAD"])
            _ = try await eventually("the pushed commit runs in production") {
                program.output.contains("production   ✅ \(commit) ready") ? true : nil
            }
            program.signal(SIGINT)
            let ending = try await program.end()
            #expect(ending == .exited(0))
            let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(left == ["clone", "output"])
        }
    }

    // MARK: The program

    /// Runs the demo with a folder for temporary files of its own.
    private static func run(
        _ arguments: [String], _ body: (_ program: Program, _ folder: String) async throws -> Void
    ) async throws {
        await Places.worlds.take()
        let folder = FileManager.default.temporaryDirectory.appending(path: "demo-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var environment = ProcessInfo.processInfo.environment
        environment["TMPDIR"] = folder
        let templates =
            arguments.contains("--templates") ? [] : ["--templates", PackageRoot.url.appending(path: "Templates").path]
        let result: Result<Void, any Error>
        do {
            let program = try await Program(
                ["demo"] + arguments + templates, environment: environment, log: URL(filePath: "\(folder)/output"))
            defer { program.signal(SIGKILL) }
            result = .success(try await body(program, folder))
        } catch {
            result = .failure(error)
        }
        try? FileManager.default.removeItem(atPath: folder)
        await Places.worlds.giveBack()
        try result.get()
    }
}

/// The real git, for someone who pushes.
private struct Git {
    let tool: InstalledTool

    /// - Returns: what it printed.
    @discardableResult
    func run(_ arguments: [String]) async throws -> String {
        try await tool.text(
            ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"] + arguments,
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": "/nonexistent"])
    }
}
