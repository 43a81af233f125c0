import Foundation
import Simulation
import Storage
import Testing

extension EndToEnd {
    /// A project follows what becomes of its repository on GitHub, and nothing of it is created anew.
    @Suite struct Lifecycle {
        /// Does something to a running repository, and expects that it is the same project with the same objects afterwards,
        /// which takes pushes.
        /// - Parameter commits: of the change itself.
        private func following(
            _ name: String = "acme/site", as newName: String? = nil, commits: Int = 0,
            _ change: @Sendable (World, Repository) async throws -> Void,
            expect: @Sendable (World, Repository) async throws -> Void = { _, _ in }
        ) async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository(name)
                let identities = await site.identities
                let history = try await world.github.history(of: name).count
                try await change(world, site)
                let now = try await site.called(newName ?? name)
                #expect(now.project == site.project)
                try await now.hasFollowed()
                try await expect(world, now)
                #expect(await now.identities == identities)
                try await now.takesAPush()
                #expect(await now.identities == identities)
                #expect(try await world.github.history(of: now.name).count == history + commits + 1)
                let projects = try await world.operations("/api/projects").items ?? []
                #expect(projects.map { $0["repository"]?.string } == [now.name])
            }
        }

        @Test func renamed() async throws {
            try await following(as: "acme/page") { world, _ in
                try await world.github.rename("acme/site", to: "page")
            } expect: { world, page in
                let url = "\(world.github.baseURL)/acme/page"
                #expect(await page.sources == [url, url, url])
                // What the manifests and the build name stays.
                let image = try await page.record?.image
                #expect(image?.hasSuffix("/acme/site") == true)
            }
        }

        @Test func transferred() async throws {
            try await following(as: "globex/site") { world, _ in
                try await world.github.transfer("acme/site", to: "globex")
            } expect: { world, site in
                let url = "\(world.github.baseURL)/globex/site"
                #expect(await site.sources == [url, url, url])
                let owner = try await site.record?.ownerID ?? 0
                for environment in Repository.environments {
                    let logins = await world.cluster.objects("Secret", namespace: site.namespace(environment))
                        .map(\.name).filter { $0.hasSuffix("-ghcr-auth") }
                    #expect(logins == ["\(owner)-ghcr-auth"], "the former owner's is gone")
                    let account = await site.object("ServiceAccount", environment, "default")
                    #expect(account?["imagePullSecrets"]?[0]?["name"]?.string == "\(owner)-ghcr-auth")
                }
            }
        }

        @Test func anotherDefaultBranch() async throws {
            try await following(commits: 1) { world, site in
                try await site.push(["NEWS.md": "New.\n"], message: "Begin the trunk", branch: "trunk")
                try await world.github.setDefaultBranch("acme/site", "trunk")
                _ = try await world.decided("repository", "acme/site", atLeast: 2)
            } expect: { _, site in
                for environment in Repository.environments {
                    #expect(await site.gitRepository(environment)?["spec"]?["ref"]?["branch"] == "trunk")
                }
                let report = try await site.report
                #expect(report?["project"]?["branch"] == "trunk")
            }
        }

        @Test func madePrivate() async throws {
            try await following { world, _ in
                try await world.github.setPrivate("acme/site", true)
            } expect: { _, site in
                let record = try await site.record
                #expect(record?.isPrivate == true)
            }
        }

        @Test func archivedOnGitHubAndBack() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let head = try await site.head
                let identities = await site.identities
                try await world.github.setArchived("acme/site", true)
                try await site.becomes("archived")
                try await site.hasFollowed()
                #expect(await site.identities == identities)
                try await site.serves(head)
                try await world.github.setArchived("acme/site", false)
                try await site.becomes("active")
                try await site.hasFollowed(2)
                #expect(await site.identities == identities)
                try await site.takesAPush()
                #expect(await site.identities == identities)
            }
        }

        @Test func installationSuspendedAndBack() async throws {
            try await following { world, site in
                try await world.github.setSuspended("acme", true)
                try await world.waitFor("it is known") {
                    try await site.report?["unseen"]?.string == "the App is suspended on acme"
                }
                #expect(try await site.state == "active")
                try await site.serves(try await site.head)
                try await world.github.setSuspended("acme", false)
                try await world.waitFor("it is over") { try await site.report?["unseen"] == .null }
            }
        }

        @Test func installationRemovedAndMadeAgain() async throws {
            try await following { world, site in
                let before = try await world.github.installationID(of: "acme")
                try await world.github.uninstallApp(from: "acme")
                try await world.waitFor("it is known") {
                    try await site.report?["unseen"]?.string == "the App was removed from acme"
                }
                #expect(try await site.state == "active")
                try await site.serves(try await site.head)
                let after = try await world.github.installApp(on: "acme")
                #expect(after != before)
                try await world.waitFor("it is known where it belongs") {
                    try await site.record?.installation == Int64(after)
                }
            }
        }

        @Test func takenFromTheInstallationAndGivenBack() async throws {
            try await following { world, site in
                try await world.github.removeFromInstallation(["acme/site"])
                try await world.waitFor("it is known") {
                    try await site.report?["unseen"]?.string == "the App on acme may not see it any more"
                }
                try await site.serves(try await site.head)
                try await world.github.addToInstallation(["acme/site"])
                try await world.waitFor("it is over") { try await site.report?["unseen"] == .null }
            }
        }

        /// A delivery that comes again much later must not undo what happened since.
        @Test func anOldRenameThatIsDeliveredAgain() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                try await world.github.rename("acme/site", to: "page")
                try await site.called("acme/page").hasFollowed()
                try await world.github.rename("acme/page", to: "web")
                let web = try await site.called("acme/web")
                try await web.hasFollowed(2)
                let old = await world.github.deliveries().first { $0.action == "renamed" }
                let body = try #require(old).payload
                #expect(try await world.deliver("repository", body) == 202)
                try await web.hasFollowed(3)
                #expect(try await web.record?.fullName == "acme/web")
                let url = "\(world.github.baseURL)/acme/web"
                #expect(await web.sources == [url, url, url])
            }
        }
    }
}
