import Foundation
import InstalledTools
import Testing

@testable import Simulation

@Suite("Git objects of the simulated GitHub")
struct GitObjectTests {
    @Test("ids are those of git")
    func knownIDs() {
        #expect(GitObject(kind: .blob, bytes: Data()).id == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
        #expect(GitObject(kind: .blob, bytes: Data("hello\n".utf8)).id == "ce013625030ba8dba906f756967f9e9ca394464a")
        #expect(GitTreeEntry.encode([]).id == "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
    }

    @Test("a commit survives being written and read, with its zone and its message as they were")
    func roundTrip() throws {
        let author = GitSignature(
            name: "Ada Lovelace", email: "ada@example.com", date: Date(timeIntervalSince1970: 1_700_000_000), zone: -570
        )
        let commit = GitCommit(
            tree: String(repeating: "a", count: 40), parents: [String(repeating: "b", count: 40)], author: author,
            committer: author, message: "One\n\nTwo\n\nThree")
        #expect(GitCommit(commit.object) == commit)
        #expect(author.encoded == "Ada Lovelace <ada@example.com> 1700000000 -0930")
    }

    @Test("names are cleaned as git cleans them")
    func crud() {
        let signature = GitSignature(
            name: " .A<d>a, ", email: "<a@b>", date: Date(timeIntervalSince1970: 1.9), zone: 60)
        #expect(signature.encoded == "Ada <a@b> 1 +0100")
    }

    @Test("times keep their offset")
    func times() throws {
        let parsed = try #require(GitHubTime.parse("2026-11-21T02:30:00+02:30"))
        #expect(parsed.zone == 150)
        #expect(GitHubTime.text(parsed.date) == "2026-11-21T00:00:00Z")
        #expect(GitHubTime.parse("2026-11-21T00:00:00Z")?.zone == 0)
        #expect(GitHubTime.parse("yesterday") == nil)
    }

    @Test("trees are nested, and sorted as git sorts them")
    func trees() throws {
        var store = GitStore()
        let blob = store.add(GitObject(kind: .blob, bytes: Data("x".utf8))).id
        let files = Dictionary(
            uniqueKeysWithValues: ["a/b/c", "a.txt", "a-b", "a/z"].map { ($0, GitFileEntry(mode: "100644", id: blob)) })
        let root = store.writeTree(files)
        #expect(store.tree(root)?.map(\.name) == ["a-b", "a.txt", "a"])
        #expect(store.files(inTree: root) == files)
    }

    @Test(
        "gzip is read", .enabled(if: InstalledTool.find("gzip") != nil, "gzip is not installed"),
        arguments: [0, 1, 300])
    func gzip(lines: Int) async throws {
        let text = (0..<lines).map { "have \($0 * 7919)abcdef\n" }.joined()
        let tool = try #require(InstalledTool.find("gzip"))
        let packed = try await tool.run(["-c"], input: Data(text.utf8))
        #expect(try Inflate.gunzip(packed) == Data(text.utf8))
    }

    @Test("zlib streams and checksums are right")
    func zlib() {
        #expect(GitPack.adler32(Data("Wikipedia".utf8)) == 0x11e6_0398)
        let long = GitPack.zlib(Data(repeating: 7, count: 70000))
        #expect(long.count == 70000 + 2 + 2 * 5 + 4)
    }
}

@Suite("Against the real git", .enabled(if: GitTool.find() != nil, "git is not installed"))
struct RealGitTests {
    @Test("objects have the ids git gives them")
    func sameIDs() async throws {
        let git = try #require(GitTool.find())
        try await GitTool.inTemporaryFolder { folder in
            _ = try await git.run(["init", "-q", folder])
            let blob = try await git.text(["-C", folder, "hash-object", "-w", "--stdin"], input: Data([0, 1, 255]))
            var store = GitStore()
            #expect(store.add(GitObject(kind: .blob, bytes: Data([0, 1, 255]))).id == blob)
            let inner = try await git.text(["-C", folder, "mktree"], input: Data("100755 blob \(blob)\trun.sh\n".utf8))
            let listing = "100644 blob \(blob)\tdir.txt\n040000 tree \(inner)\tdir\n"
            let tree = try await git.text(["-C", folder, "mktree"], input: Data(listing.utf8))
            let ours = store.writeTree([
                "dir/run.sh": GitFileEntry(mode: "100755", id: blob), "dir.txt": GitFileEntry(mode: "100644", id: blob),
            ])
            #expect(ours == tree)
            let commit = try await git.text(
                ["-C", folder, "commit-tree", tree, "-m", "Subject"],
                environment: [
                    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
                    "GIT_AUTHOR_DATE": "1700000000 +0130", "GIT_COMMITTER_NAME": "Bob",
                    "GIT_COMMITTER_EMAIL": "bob@example.com", "GIT_COMMITTER_DATE": "1700000001 -0500",
                ])
            let author = GitSignature(
                name: "Ada", email: "ada@example.com", date: Date(timeIntervalSince1970: 1_700_000_000), zone: 90)
            let committer = GitSignature(
                name: "Bob", email: "bob@example.com", date: Date(timeIntervalSince1970: 1_700_000_001), zone: -300)
            let object = GitCommit(
                tree: tree, parents: [], author: author, committer: committer, message: "Subject\n"
            ).object
            #expect(object.id == commit)
        }
    }

    @Test("a private repository is cloned, fetched and cloned shallow with a token")
    func clone() async throws {
        let git = try #require(GitTool.find())
        try await SimulatedGitHub.with { github in
            var options = NewRepository.holding([
                "README.md": "hello\n", "bin/run": GitFile(Data("x".utf8), isExecutable: true),
            ])
            options.isPrivate = true
            try await github.createRepository("acme/web-shop", options)
            let token = try await github.createToken(permissions: ["contents": "read"])
            let url =
                github.baseURL.replacingOccurrences(of: "http://", with: "http://x:\(token)@") + "/acme/web-shop.git"
            try await GitTool.inTemporaryFolder { folder in
                _ = try await git.run(["clone", "-q", url, "\(folder)/full"])
                _ = try await git.run(["-C", "\(folder)/full", "fsck", "--strict"])
                let head = try await git.text(["-C", "\(folder)/full", "rev-parse", "HEAD"])
                #expect(try await github.commit(in: "acme/web-shop") == head)
                #expect(FileManager.default.isExecutableFile(atPath: "\(folder)/full/bin/run"))
                let next = try await github.push(
                    to: "acme/web-shop", files: ["big.bin": GitFile(Data(repeating: 9, count: 200_000))])
                for number in 0..<40 {
                    try await github.createBranch("b\(number)", in: "acme/web-shop")
                    try await github.push(
                        to: "acme/web-shop", branch: "b\(number)", files: ["n": GitFile(Data("\(number)".utf8))])
                }
                _ = try await git.run(["-C", "\(folder)/full", "pull", "-q"])
                #expect(try await git.text(["-C", "\(folder)/full", "rev-parse", "HEAD"]) == next)
                _ = try await git.run(["clone", "-q", "--depth", "1", "--branch", "main", url, "\(folder)/shallow"])
                #expect(try await git.text(["-C", "\(folder)/shallow", "rev-list", "--count", "HEAD"]) == "1")
            }
        }
    }

    @Test("the old name of a renamed repository still clones")
    func renamed() async throws {
        let git = try #require(GitTool.find())
        try await SimulatedGitHub.with { github in
            let info = try await github.createRepository("acme/web-shop", .holding(["README.md": "hello\n"]))
            try await github.rename("acme/web-shop", to: "shop")
            try await GitTool.inTemporaryFolder { folder in
                _ = try await git.run(["clone", "-q", info.cloneURL, "\(folder)/old"])
                #expect(FileManager.default.fileExists(atPath: "\(folder)/old/README.md"))
            }
        }
    }

    @Test("without credentials, or with wrong ones, a private repository is not there")
    func refused() async throws {
        let git = try #require(GitTool.find())
        try await SimulatedGitHub.with { github in
            var options = NewRepository.holding(["README.md": "hello\n"])
            options.isPrivate = true
            try await github.createRepository("acme/web-shop", options)
            for credentials in ["", "x:wrong@"] {
                let url = github.baseURL.replacingOccurrences(of: "http://", with: "http://\(credentials)")
                await #expect(throws: InstalledTool.Failed.self) {
                    try await git.run(
                        ["ls-remote", "\(url)/acme/web-shop.git"], environment: ["GIT_TERMINAL_PROMPT": "0"])
                }
            }
        }
    }
}
