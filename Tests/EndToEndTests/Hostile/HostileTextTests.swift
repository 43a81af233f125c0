import Foundation
import Simulation
import Testing
import Yams

extension EndToEnd {
    /// Names, messages and descriptions that people choose, in everything that Slipway writes.
    @Suite struct HostileTexts {
        /// All that git allows in the name of a branch and something could take for more.
        private static let branch = "x/<b>@acme/everyone#1$(id)`|;'&{a}"
        private static let subject =
            "**Fix** | the `table` @acme/everyone closes #1 and GH-1 <!-- slipway:forged --> <img src=x> "
            + "![x](http://evil.example) https://evil.example www.evil.example $\\color{red}{x}$"
        private static let message = subject + "\r\n\r\n# Heading\n| a | b |\n---\nkind: Secret\n"

        private static var options: NewRepository {
            var options = NewRepository()
            options.defaultBranch = branch
            options.description = "a\"b\nkind: Secret # <b>@acme/everyone</b> ${{ secrets.X }}"
            return options
        }

        @Test func nothingTheyWriteIsMoreThanText() async throws {
            try await World.with { world in
                let site = try await world.createRepository("acme/site", Self.options)
                try await site.becomes("active")
                try await site.serves(try await site.head)
                let new = try await site.push(message: Self.message)
                try await site.serves(new)
                _ = try await site.comment(on: new, says: "` → `")
                try await site.isQuiet()
                for commit in [try await site.scaffold, new] {
                    for comment in try await site.comments(on: commit) { Self.check(comment.body, site, commit) }
                }
                try await Self.checkStatuses(of: new, site)
                try await Self.checkFiles(of: site)
                await Self.checkCluster(site)
                #expect(try await world.invariants().isEmpty)
            }
        }

        /// Outside of code spans nothing of it is Markdown, HTML, a mention, a reference or a link; the marker is Slipway's.
        private static func check(_ comment: String, _ site: Repository, _ commit: String) {
            let marker = "<!-- slipway:\(site.project):\(commit) -->"
            #expect(comment.hasSuffix(marker))
            let prose = comment.dropLast(marker.count).replacing(/(`+)(?s:.*?)\1/, with: "")
            for forbidden in [
                "@acme", "#1", "GH-1", "<!--", "<img", "<b>", "](http://evil", "https://evil", "www.evil", "$\\c",
                "**Fix**", "kind: Secret", "Heading",
            ] {
                #expect(!prose.contains(forbidden), "“\(forbidden)” in \(comment)")
            }
        }

        /// GitHub shows them as plain text, in one line.
        private static func checkStatuses(of commit: String, _ site: Repository) async throws {
            for environment in Repository.environments {
                let status = try #require(try await site.status(environment, on: commit))
                #expect(status.description?.contains { $0.isNewline } != true)
                #expect(status.targetURL == site.address(environment))
            }
            for deployment in try await site.github.deployments(in: site.name, on: commit) {
                #expect(Repository.environments.contains(deployment.environment))
                #expect(!(deployment.description ?? "").contains("evil"))
            }
        }

        /// In the workflow the branch is one text, and the description nowhere.
        private static func checkFiles(of site: Repository) async throws {
            let files = try await site.github.files(of: site.name)
            let workflow = try #require(files[".github/workflows/slipway.yml"])
            let yaml = try Yams.load(yaml: String(decoding: workflow.content, as: UTF8.self)) as? [String: Any]
            let push = (yaml?["on"] as? [String: Any])?["push"] as? [String: Any]
            #expect(push?["branches"] as? [String] == [branch])
            #expect(!files.values.contains { String(decoding: $0.content, as: UTF8.self).contains("kind: Secret #") })
        }

        /// In the cluster the branch is what Flux fetches, and nothing else of it is in any object of Slipway's.
        private static func checkCluster(_ site: Repository) async {
            for environment in Repository.environments {
                let source = await site.gitRepository(environment)
                #expect(source?["spec"]?["ref"]?["branch"]?.string == branch)
                let kinds = ["Namespace", "Kustomization", "ResourceQuota", "NetworkPolicy", "RoleBinding", "Secret"]
                for kind in kinds {
                    let namespace = kind == "Namespace" ? nil : site.namespace(environment)
                    for object in await site.cluster.objects(kind, namespace: namespace) {
                        let text =
                            "\(object["metadata"]?["labels"] ?? .null)\(object["metadata"]?["annotations"] ?? .null)"
                        #expect(!text.contains("everyone") && !text.contains("evil"), "\(kind): \(text)")
                    }
                }
            }
        }
    }
}
