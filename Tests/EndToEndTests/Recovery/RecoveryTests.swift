import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Deliveries that nobody received, and that nobody sends again, come all the same.
    @Suite struct Recovery {
        @Test func twoHoursDownAndTwoHundredDeliveriesLost() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                try await world.kill()
                let before = Set(await world.github.deliveries().map(\.guid))
                let new = try await world.liveOnWithoutSlipway(site, for: 2 * 3600)
                let lost = Set(await world.github.deliveries().map(\.guid)).subtracting(before)
                #expect(lost.count >= 200)
                #expect(await world.github.eventsLost(lost) == ["push", "repository", "workflow_run"])

                // The machine's clock went on as well.
                try await world.start(environment: ["SLIPWAY_CLOCK_AHEAD": "7200"])
                try await world.everyDeliveryArrives()
                for repository in new {
                    try await repository.becomes("active")
                    try await repository.serves(try await repository.scaffold)
                    try await repository.isQuiet()
                    try await repository.wasDoneOnce()
                }
                let head = try await site.head
                try await site.serves(head)
                try await site.isQuiet()
                for commit in try await world.github.history(of: site.name) {
                    #expect(try await site.comments(on: commit).count <= 1)
                    let places = try await world.github.deployments(in: site.name, on: commit).map(\.environment)
                    #expect(Set(places).count == places.count, "\(commit) was deployed twice")
                }
                try await world.tellsOfTheRecovery(of: lost)
            }
        }

        /// Killed while it asks for what it lost: nothing is lost by that, and nothing done twice.
        @Test(arguments: ["beforeCommit", "afterCommit", "beforeCall", "answerLost", "afterAnswer"])
        func killedWhileItAsks(_ boundary: String) async throws {
            try await World.with { world in
                try await world.kill()
                var new: [Repository] = []
                for number in 1...6 { new.append(try await world.createRepository("acme/new-\(number)")) }
                try await world.isTried()
                // It may be too early for it to say where it listens.
                let point = "\(boundary):DeliverySweep/ask for what was lost" + (boundary == "answerLost" ? "#1" : "")
                try? await world.start(environment: ["SLIPWAY_CRASH_AT": point])
                #expect(try await world.dies() == .killed(SIGKILL))
                try await world.restart()
                try await world.everyDeliveryArrives()
                for repository in new {
                    try await repository.becomes("active")
                    try await repository.serves(try await repository.scaffold)
                    try await repository.isQuiet()
                    try await repository.wasDoneOnce()
                }
            }
        }

        /// No delivery was ever made: only a look at the repositories can tell.
        @Test func aRepositoryGitHubToldNobodyOfIsFound() async throws {
            try await World.with { world in
                await world.github.injectWebhookFault(.forget, event: "repository", times: 2)
                let site = try await world.createRepository("acme/site")
                let other = try await world.createRepository("nobody/site")
                #expect(try await world.terminate() == .exited(0))
                try await world.restart()
                try await site.becomes("active")
                try await site.serves(try await site.scaffold)
                // What comes late means the same.
                try await world.github.addToInstallation([site.name])
                try await world.waitFor("the late delivery is decided") {
                    let all = try await world.operations("/api/deliveries?event=installation_repositories").items
                    return all?.first?["reason"]?.string?.contains("does this already") == true
                }
                try await site.isQuiet()
                try await site.wasDoneOnce()
                #expect(try await other.state == nil)
            }
        }

        @Test func whatIsLostIsShownUntilItComes() async throws {
            let without = World.Options.with { $0.environment["SLIPWAY_SWEEPS_REPOSITORIES"] = "off" }
            try await World.with(without) { world in
                await world.github.setAppWebhook(url: "http://127.0.0.1:9/webhooks/github", secret: World.webhookSecret)
                _ = try await world.createRepository("acme/site")
                let lost = try await eventually("it is listed as lost", within: World.patience) {
                    let all = try await world.operations("/api/deliveries?status=lost&event=repository").items
                    return all?.first { ($0["redelivery"]?["requests"]?.int ?? 0) > 0 }
                }
                #expect(lost["redelivery"]?["failure"] == "failed to connect to host")
                let guid = lost["guid"]?.string ?? ""
                let list = try await world.slipway("delivery", "list", "--status", "lost")
                #expect(list.output.contains("GitHub said \"failed to connect to host\", asked for again"))
                #expect(list.output.contains(guid))
                let page = try await world.slipway("delivery", "show", guid)
                #expect(page.output.contains("not received"))
                guard let addresses = await world.addresses else { throw Unexpected("slipway does not listen") }
                await world.github.setAppWebhook(url: addresses.webhooks, secret: World.webhookSecret)
                #expect(try await world.decision(guid)["status"] == "done")
                let after = try await world.slipway("delivery", "list")
                let line = after.output.split(separator: "\n").first { $0.contains(guid) }
                #expect(line?.contains("redelivery") == true)
            }
        }
    }
}

extension World {
    /// What people do while Slipway is away: repositories are created, and everything is pushed to and built.
    /// - Returns: the new repositories.
    func liveOnWithoutSlipway(_ site: Repository, for seconds: TimeInterval) async throws -> [Repository] {
        var new: [Repository] = []
        for number in 1...8 { new.append(try await createRepository("acme/new-\(number)")) }
        for number in 1...30 {
            try await site.push(["IDEA.md": GitFile(Data("\(number)\n".utf8))], branch: "idea-\(number)")
        }
        try await isTried()
        await github.advanceClock(by: seconds)
        for number in 1...15 { try await site.push(["CHANGES.md": GitFile(Data("\(number)\n".utf8))]) }
        try await github.setPrivate(site.name, true)
        try await github.setTopics(site.name, ["web"])
        for number in 1...12 { try await github.createTag("v\(number)", in: site.name) }
        try await isTried()
        return new
    }

    /// Waits until all builds have ended and GitHub has tried to tell of everything.
    func isTried() async throws {
        try await github.waitUntil("every delivery was tried", within: Self.patience) { github in
            let builds = try github.repositoryFullNames.flatMap { try github.builds(in: $0) }
            return builds.allSatisfy { $0.status == "completed" } && !github.hasPendingDeliveries
        }
    }

    /// In the log, in the metrics and in the list of deliveries.
    func tellsOfTheRecovery(of lost: Set<String>) async throws {
        let list = try await operations("/api/deliveries?limit=1000").items ?? []
        let redelivered = list.filter { $0["redelivery"]?["requests"]?.int != nil }.compactMap { $0["guid"]?.string }
        #expect(Set(redelivered) == lost)
        let asked = await github.effects.filter { $0.kind == .redeliveryRequested }
        #expect(asked.allSatisfy { $0.caller == "app" && lost.contains($0.subject) })
        _ = try await eventually("the metrics count them", within: Self.patience) { () async throws -> Bool? in
            String(decoding: try await page("/metrics"), as: UTF8.self).contains(
                "slipway_deliveries_recovered_total \(lost.count)\n") ? true : nil
        }
        let log = program?.output ?? ""
        #expect(log.contains("redelivery requested"))
        #expect(log.contains("sweep done"))
        #expect(log.contains("lost delivery recovered"))
    }
}

extension SimulatedGitHub {
    func eventsLost(_ guids: Set<String>) -> Set<String> {
        Set(deliveries().filter { guids.contains($0.guid) }.map(\.event))
    }
}
