import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// A repository is created, and arrives in the cluster.
    @Suite struct SettingUp {
        @Test func aNewRepositoryArrivesInTheCluster() async throws {
            let held = World.Options.with { $0.github.build = .held }
            try await World.with(held) { world in
                let shop = try await world.createRepository("acme/web-shop")
                try await shop.becomes("active")
                for environment in Repository.environments {
                    #expect(await shop.ownObjects(in: environment) == shop.expectedObjects(in: environment))
                }
                let scaffold = try await shop.head
                let history = try await world.github.history(of: shop.name)
                #expect(history.count == 2, "the first file of an empty repository, and the scaffold")
                #expect(await world.github.count(.commitCreated, by: "installation") == 2)
                #expect(
                    try await world.github.message(of: scaffold, in: shop.name)?.hasPrefix("Add the template") == true)
                let text = try await shop.comment(on: scaffold, says: "The first build is running")
                #expect(shop.settled(text, scaffold) == Expected.setUpWaitingForTheBuild)
                try await shop.isQuiet()
                #expect(try await shop.comments(on: scaffold).count == 1)
                #expect(try await shop.comments(on: history[1]).isEmpty)
                for environment in Repository.environments {
                    let status = try await shop.status(environment, on: scaffold)
                    #expect(status?.state == "pending")
                    #expect(status?.description == "waits for the build")
                }
                let states = try await world.github.statuses(in: shop.name).map(\.state)
                #expect(!states.contains("success"), "a prepared environment is not a deployed one")
            }
        }

        @Test func theFirstImageGoesThroughTheEnvironmentsInOrder() async throws {
            try await World.with { world in
                let shop = try await world.createRepository("acme/web-shop")
                try await shop.becomes("active")
                let scaffold = try await shop.head
                try await shop.serves(scaffold)
                let text = try await shop.comment(on: scaffold, says: "| production | ✅ ready")
                try await shop.isQuiet()
                #expect(shop.settled(text, scaffold) == Expected.firstRelease)
                #expect(try await shop.comments(on: scaffold).count == 1)
                #expect(await shop.orderOfReleases() == Repository.environments)
                for environment in Repository.environments {
                    let status = try await shop.status(environment, on: scaffold)
                    #expect(status?.state == "success")
                    #expect(status?.description?.hasPrefix("ready, ") == true)
                    #expect(status?.targetURL == shop.address(environment))
                    let deployments = try await world.github.deployments(in: shop.name, on: scaffold)
                    let here = deployments.filter { $0.environment == environment }
                    #expect(here.count == 1)
                    #expect(here.first?.statuses.last?.state == "success")
                    #expect(here.first?.statuses.last?.environmentURL == shop.address(environment))
                    #expect(here.first?.isProduction == (environment == "production"))
                }
            }
        }

        @Test func aRepositoryWithCommitsGetsOnlyWhatItLacks() async throws {
            try await World.with { world in
                let files: [String: GitFile] = [
                    "README.md": "Ours.\n", "Dockerfile": "FROM scratch\n", "src/main.c": "int main;\n",
                ]
                let site = try await world.createRepository("acme/site", .holding(files))
                try await site.becomes("active")
                let scaffold = try await site.head
                let after = try await world.github.files(of: site.name)
                for (path, file) in files { #expect(after[path]?.content == file.content, "\(path) is unchanged") }
                #expect(after[".github/workflows/slipway.yml"] != nil)
                #expect(try await world.github.history(of: site.name).count == 2, "theirs and the scaffold")
                _ = try await site.comment(
                    on: scaffold,
                    says: "This repository already had `Dockerfile` and `README.md`. They were not changed.")
            }
        }

        @Test func tenRepositoriesAtOnceAllBecomeActive() async throws {
            try await World.with { world in
                var repositories: [Repository] = []
                for number in 1...10 {
                    repositories.append(try await world.createRepository("acme/site-\(number)"))
                }
                for repository in repositories { try await repository.becomes("active") }
                for repository in repositories {
                    try await repository.serves(try await repository.head)
                    for environment in Repository.environments {
                        let objects = await repository.ownObjects(in: environment)
                        #expect(objects == repository.expectedObjects(in: environment))
                    }
                }
                #expect(await world.github.count(.commitCreated, by: "installation") == 20)
            }
        }

        /// What GitHub tells of a repository before it is a project must not be lost.
        @Test func aRepositoryRenamedBeforeItsProjectIsKnownIsKnownByItsNewName() async throws {
            try await World.with { world in
                await world.github.inject(
                    Fault(
                        .answerLate(.seconds(2)), method: "GET", path: "^/repositories/[0-9]+$", times: 1, label: "look"
                    ))
                let site = try await world.createRepository("acme/site")
                try await world.waitFor("Slipway looks at it") { await world.github.faultHits["look"] == 1 }
                try await world.github.rename("acme/site", to: "page")
                try await world.waitFor("it is known by its new name") {
                    let report = try await world.operations("/api/projects/acme/page")
                    return report.status == 200 && report.body["project"]?["id"]?.string == site.project
                        && report.body["project"]?["state"]?.string == "active"
                }
            }
        }
    }
}
