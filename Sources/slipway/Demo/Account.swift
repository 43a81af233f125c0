import Automations
import Foundation
import Simulation
import Storage

/// What came in, what was done, and whether anything was lost on the way.
struct Account: Sendable {
    var deliveries = 0
    var done = 0
    var stopped = 0
    var objects = 0
    /// Everything that has not come to an end, one clause each.
    var open: [String] = []

    var line: String {
        let runs =
            stopped > 0
            ? "\(Wording.count(done, "run")) done, \(stopped) stopped" : "\(Wording.count(done, "run")) done"
        return [
            Wording.count(deliveries, "delivery", "deliveries"), runs, "\(Wording.count(objects, "object")) applied",
            "nothing lost",
        ].joined(separator: " · ")
    }

    /// The account once everything has come to an end.
    /// - Throws: ``DemoFailure`` when something does not.
    static func settled(of world: DemoWorld) async throws -> Account {
        let start = ContinuousClock.now
        while true {
            let account = try await of(world)
            let waited = ContinuousClock.now - start
            if account.open.isEmpty { return account }
            if waited > world.settings.pace.limit {
                throw DemoFailure(chapter: "the account", reasons: account.open, waited: waited, log: world.logEnd())
            }
            try await Task.sleep(for: world.settings.pace.look)
        }
    }

    private static func of(_ world: DemoWorld) async throws -> Account {
        var account = Account()
        // GitHub's own list is what is compared with: what never arrived is not in Slipway's.
        let sent = await world.github.deliveries()
        account.deliveries = Set(sent.map(\.guid)).count
        account.open = sent.filter { !(200..<300).contains($0.statusCode) }.map {
            "\($0.event) was answered: \($0.status)"
        }
        let guids = Set(sent.map(\.guid))
        let (open, runs, stopped) = try await world.records.read { tx in
            (
                try tx.openDeliveries(guids) + tx.openRuns() + tx.openEntries(), try tx.runs.counts(),
                try tx.stoppedReleases()
            )
        }
        account.open += open
        account.stopped = stopped + (runs[.failed] ?? 0) + (runs[.cancelled] ?? 0)
        account.done = (runs[.done] ?? 0) + (runs[.superseded] ?? 0) - stopped
        account.objects =
            Set(
                await world.cluster.effects()
                    .filter { $0.change == .created && ["slipway", "kustomize-controller"].contains($0.manager) }
                    .map { "\($0.kind) \($0.namespace) \($0.name)" }
            ).count
        return account
    }
}

extension Transaction {
    /// Deliveries that were not stored, or that led to nothing without a good reason.
    fileprivate func openDeliveries(_ guids: Set<String>) throws -> [String] {
        try guids.sorted().compactMap { guid in
            switch try deliveries.find(guid)?.status {
            case .done, .ignored: nil
            case .queued: "a delivery still waits"
            case .failed, .undecodable: "delivery \(guid) could not be acted on"
            case nil: "delivery \(guid) was not stored"
            }
        }
    }

    fileprivate func openRuns() throws -> [String] {
        let counts = try runs.counts()
        return [RunState.queued, .running, .waiting].compactMap { state in
            counts[state].map { "\(Wording.count($0, "run")) \(state.rawValue)" }
        }
    }

    /// Releases that stopped in an environment; the run that noticed has done its work.
    fileprivate func stoppedReleases() throws -> Int {
        try projects.all().flatMap { try releases.list(project: $0.id, limit: 100) }.count { release in
            try releases.environments(of: release.id).contains { $0.state == .failed }
        }
    }

    /// What was refused has its reason recorded; what is pending is still to be said.
    fileprivate func openEntries() throws -> [String] {
        let pending = try projects.all().flatMap { try outbox.list(project: $0.id) }.filter { $0.state == .pending }
        return pending.map { "\($0.kind.rawValue) on \(Wording.short($0.sha)) has not been said" }
    }
}

extension Wording {
    /// `1 delivery`, `2 deliveries`
    static func count(_ number: Int, _ singular: String, _ plural: String) -> String {
        "\(number) \(number == 1 ? singular : plural)"
    }
}
