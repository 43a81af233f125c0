import Foundation
import Simulation

extension StormWorld {
    /// Does what people do; nothing where the repository cannot take it any more.
    func perform(_ deed: Deed, on number: Int, _ dice: Dice) async throws {
        var dice = dice
        if case .create(let beginning) = deed { return try await create(number, beginning) }
        guard var site = sites[number], !site.isDeleted, !site.isArchived else { return }
        defer { sites[number] = site }
        if let kind = deed.kind { count(kind) }
        switch deed {
        case .create: break
        case .push(let ending): try await push(ending, to: &site, &dice)
        case .pushTwice(let first, let second):
            try await push(first, to: &site, &dice)
            try await clock.sleep(.milliseconds(Int64(dice.number(50...900))))
            try await push(second, to: &site, &dice)
        case .forcePush: try await forcePush(&site, &dice)
        case .pushElsewhere:
            // The first branch of an empty repository would become its default branch.
            guard await !history(of: site).isEmpty else { return }
            let files = GitFile(stringLiteral: "\(dice.next())")
            try await github.push(to: site.name, branch: "feature", files: ["notes.txt": files], message: "Try")
        case .rerun: try await rerun(&site)
        case .rename:
            let name = "site-\(number)-renamed"
            try await github.rename(site.name, to: name)
            site.name = site.name.split(separator: "/")[0] + "/" + name
        case .transfer:
            try await github.transfer(site.name, to: "globex")
            site.name = "globex/" + site.name.split(separator: "/")[1]
        case .archive:
            try await github.setArchived(site.name, true)
            site.isArchived = true
        case .delete:
            try await github.deleteRepository(site.name)
            site.isDeleted = true
        case .makePrivate: try await github.setPrivate(site.name, true)
        case .renameLate:
            let name = "site-\(number)-late"
            try await github.rename(site.name, to: name)
            site.name = site.name.split(separator: "/")[0] + "/" + name
        case .leave: await ask("archive", about: site)
        case .pause:
            site.isPaused = true
            await ask("pause", about: site)
        case .resume: await ask("resume", about: site)
        }
    }

    /// Asks Slipway for something, as a person would; nothing where it is not running.
    func ask(_ what: String, about site: StormSite) async {
        guard serving != nil else { return }
        let client = SimulationClient()
        let headers = ["Authorization": "Bearer \(apiToken)", "Content-Type": "application/json"]
        _ = try? await client.send(
            "POST", "\(operations)/api/projects/\(site.name)/\(what)", headers: headers, body: Data("{}".utf8))
        try? await client.shutdown()
    }

    private func create(_ number: Int, _ beginning: Deed.Beginning) async throws {
        var options = NewRepository.empty
        options.isPrivate = beginning.isPrivate
        if beginning.hasFiles { options.files = ["README.md": "# Mine\n"] }
        let info = try await github.createRepository("acme/site-\(number)", options)
        let site = StormSite(info, host: github.baseURL.replacing("http://", with: ""))
        sites[number] = site
        guard sticksNamespaces else { return }
        let namespace = site.namespace("staging")
        try await cluster.apply(
            ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(namespace)]], manager: "somebody")
        try await cluster.makeStuckTerminating(namespace: namespace)
        stuckNamespaces.append(namespace)
        count(Mishap.namespaceStuck.rawValue)
    }

    private func push(_ ending: Deed.Ending, to site: inout StormSite, _ dice: inout Dice) async throws {
        let plan = build(ending, &dice)
        let sha = try await github.push(
            to: site.name, files: ["public/news.html": GitFile(stringLiteral: "<p>\(dice.next())</p>\n")],
            message: "News", build: plan)
        site.kept.insert(sha)
        await note(sha, ending, &site)
    }

    private func build(_ ending: Deed.Ending, _ dice: inout Dice) -> BuildPlan {
        let plan: BuildPlan = ending == .failingBuild ? .failure() : .success
        return plan.taking(.seconds(dice.number(10...50)), startsAfter: .seconds(dice.number(1...5)))
    }

    private func note(_ sha: String, _ ending: Deed.Ending, _ site: inout StormSite) async {
        site.endings[sha] = ending
        if ending == .crashingPods { await cluster.setBehaviour(.crashes(exitCode: 1), forTag: sha) }
    }

    /// Upon the scaffold, so that it still builds; before there is one, an ordinary push.
    private func forcePush(_ site: inout StormSite, _ dice: inout Dice) async throws {
        guard let scaffold = await history(of: site).first(where: { $0.message.hasPrefix("Add the template") }) else {
            return try await push(.good, to: &site, &dice)
        }
        let sha = try await github.forcePush(
            to: site.name, onto: scaffold.sha,
            files: ["public/news.html": GitFile(stringLiteral: "<p>\(dice.next()) anew</p>\n")])
        site.kept = [sha]
        site.endings[sha] = .good
    }

    private func history(of site: StormSite) async -> [SimulatedGitHub.RepositorySnapshot.Commit] {
        await github.everyRepository().first { $0.id == site.id }?.history ?? []
    }

    private func rerun(_ site: inout StormSite) async throws {
        guard let last = try await github.builds(in: site.name).last, last.status == "completed",
            last.conclusion != "success"
        else { return }
        site.endings[last.commit] = .good
        try await github.rerunBuild(
            last.id, in: site.name, .success.taking(.seconds(20), startsAfter: .seconds(2)))
    }
}
