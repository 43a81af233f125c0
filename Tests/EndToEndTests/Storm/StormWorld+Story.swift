import Foundation
import Simulation
import Storage
import Synchronization

extension StormWorld {
    /// Simulated seconds in which everything must be well after the last fault.
    static let patience: Double = 600

    /// Half a real second, which a request may take on a machine that is busy with many storms.
    static let onTheWay: Double = 30

    /// Lives through the plan, lets everything come to rest, and returns what must not be.
    func run() async throws -> [Violation] {
        try await open()
        try await liveThrough()
        try await heal()
        let differences = try await comeToRest()
        return try await evidence().violations(isSettled: true, differences: differences)
    }

    private func liveThrough() async throws {
        var moments: [(at: Double, index: Int, begins: Bool)] = []
        for (index, entry) in plan.entries.enumerated() {
            moments.append((entry.at, index, true))
            if let until = entry.until { moments.append((until, index, false)) }
        }
        for moment in moments.sorted(by: { ($0.at, $0.begins ? 1 : 0, $0.index) < ($1.at, $1.begins ? 1 : 0, $1.index) }
        ) {
            try await sleep(until: moment.at)
            let entry = plan.entries[moment.index]
            let label = "\(moment.index)"
            switch entry.event {
            case .deed(let deed, let number):
                log.add("\(StormPlan.second(elapsed)) ▶ repository \(number) \(deed)")
                try await perform(deed, on: number, entry.dice)
            case .mishap(let mishap) where moment.begins:
                log.add("\(StormPlan.second(elapsed)) ▶ \(mishap.rawValue)")
                try await begin(mishap, until: entry.until ?? entry.at, label: label, entry.dice)
            case .mishap(let mishap):
                log.add("\(StormPlan.second(elapsed)) ◼ over: \(mishap.rawValue)")
                try await finish(mishap, label: label)
            }
        }
    }

    /// Two that overlap may leave the service closed or the clock off: now everything is as it should be.
    private func heal() async throws {
        shift.withLock { $0 = 0 }
        try await open()
        await countHits()
        await github.clearFaults()
        await cluster.removeFaults()
    }

    private func countHits() async {
        let hits = await github.faultHits.merging(await cluster.faultHits()) { $0 + $1 }
        for (label, times) in hits {
            guard let index = Int(label), case .mishap(let mishap) = plan.entries[index].event,
                mishap != .clusterAway
            else { continue }
            count(mishap.rawValue, times)
        }
    }

    private func sleep(until second: Double) async throws {
        let left = second - elapsed
        if left > 0 { try await clock.sleep(.seconds(left)) }
    }

    // MARK: Coming to rest

    /// Waits until nothing moves any more and all is as it should be, at most ten minutes.
    /// - Returns: what is not.
    private func comeToRest() async throws -> [String] {
        let deadline = max(elapsed, plan.end + plan.aftermath) + Self.patience
        var nextLook = elapsed
        while true {
            if elapsed >= nextLook {
                try await redeliver()
                // Who paused it may have met a service that did not run.
                for site in sites.values where site.isPaused && !site.isDeleted { await ask("resume", about: site) }
                nextLook = elapsed + 30
            }
            let isQuiet = try await isQuiet()
            if isQuiet || elapsed >= deadline {
                let differences = try await differences()
                if differences.isEmpty || elapsed >= deadline { return differences }
            }
            try await clock.sleep(.seconds(12))
        }
    }

    /// GitHub sends nothing again by itself: somebody presses the button for all that did not arrive.
    private func redeliver() async throws {
        let all = await github.deliveries()
        let arrived = Set(all.filter { $0.status == "OK" }.map(\.guid))
        var missed: [String: Int] = [:]
        for delivery in all where !arrived.contains(delivery.guid) { missed[delivery.guid] = delivery.id }
        for id in missed.values.sorted() { try await github.redeliver(id) }
    }

    private func isQuiet() async throws -> Bool {
        let deliveries = await github.deliveries()
        let arrived = Set(deliveries.filter { $0.status == "OK" }.map(\.guid))
        guard deliveries.allSatisfy({ arrived.contains($0.guid) }) else { return false }
        let builds = await github.everyRepository().filter { !$0.isDeleted }.flatMap(\.builds)
        guard builds.allSatisfy({ $0.status == "completed" }) else { return false }
        let records = try await Records.read(data, projects: sites.values.map(\.project))
        return records.deliveries.allSatisfy { $0.status != .queued } && records.runs.allSatisfy(\.state.isFinished)
            && records.outbox.allSatisfy { $0.state != .pending }
    }

    var apiToken: String {
        let text = try? String(contentsOf: data.appending(path: "api-token"), encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }

    var data: URL { folder.appending(path: "data") }

    // MARK: Evidence

    private func evidence() async throws -> Evidence {
        let secrets =
            PlantedSecret.key("the App's key", pem: github.app.privateKeyPEM) + [
                PlantedSecret("the webhook secret", Self.webhookSecret),
                PlantedSecret("the cluster's token", Self.clusterToken),
                PlantedSecret("the registry's password", password), PlantedSecret("the API's token", apiToken),
            ]
        var evidence = try await Evidence.gather(github: github, cluster: cluster, data: data, secrets: secrets)
        evidence.onTheWay = Self.onTheWay
        evidence.deaths = deaths
        evidence.texts["the log"] = Data(log.all.joined(separator: "\n").utf8)
        let client = SimulationClient()
        let bearer = ["Authorization": "Bearer \(apiToken)"]
        for page in ["/metrics", "/readyz", "/api/deliveries?limit=1000", "/api/projects", "/api/runs?limit=1000"] {
            evidence.texts["the page \(page)"] =
                try await client.send("GET", operations + page, headers: bearer).body
        }
        try await client.shutdown()
        return evidence
    }
}

extension StormPlan {
    /// How long the last fault is felt: until a `Retry-After` or the time a token is away has passed.
    var aftermath: Double {
        let limits: Set<Mishap> = [.gitHubLimits403, .gitHubLimits429, .gitHubLimitsSilently]
        let isLimited = entries.contains {
            if case .mishap(let mishap) = $0.event { limits.contains(mishap) } else { false }
        }
        return isLimited ? 120 : 0
    }
}
