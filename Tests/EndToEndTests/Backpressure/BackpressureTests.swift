import Foundation
import Simulation
import Storage
import Testing

extension EndToEnd {
    /// More work than can be done at once, and work that cannot go on.
    @Suite(.serialized) struct Backpressure {
        private static let pushes =
            ProcessInfo.processInfo.environment["SLIPWAY_BACKLOG"].flatMap(Int.init).map { $0 / 60 } ?? 12

        @Test func aBacklogGrowsOnDiskAndNotInMemory() async throws {
            var options = World.Options.stopped
            options.logLevel = "notice"
            try await World.with(options) { world in
                let backlog = try await Backlog(world, projects: 60, pushes: Self.pushes)
                try await world.start()
                let listen = try #require(await world.addresses).listen
                await world.cluster.setLatency(.seconds(3))
                #expect(try await backlog.deliver(to: listen) == backlog.total)
                let open = try await backlog.open
                #expect(open > backlog.total / 2)
                let during = try #require(await world.program.flatMap { ProcessMemory(of: $0.processIdentifier) })
                await world.cluster.setLatency(.zero)
                _ = try await eventually("everything is worked off", within: .seconds(300)) {
                    try await backlog.open == 0 ? true : nil
                }
                let after = try #require(await world.program.flatMap { ProcessMemory(of: $0.processIdentifier) })
                print("Backlog: \(open) of \(backlog.total) deliveries waited: \(during); worked off: \(after)")
                #expect(after.peak < 256)
                try await Self.expectOrder(backlog)
            }
        }

        /// Every push led to one run that was done, and no run of a project began before the one before it. That neither
        /// GitHub nor the cluster knows the projects is the matter of other runs.
        private static func expectOrder(_ backlog: Backlog) async throws {
            for project in backlog.projects {
                let id = project.id
                let filter = RunFilter(project: id, automation: "Reconcile")
                let runs = try await backlog.look { try $0.runs.list(filter, limit: .max) }.reversed()
                #expect(runs.count == backlog.pushes)
                #expect(runs.first { $0.state != .done }?.outcome == nil)
                let starts = runs.compactMap(\.started)
                #expect(starts == starts.sorted())
            }
        }

        /// Bodies that wait for the disk are bounded, too. GitHub is told to come again, and nothing is lost.
        @Test func whatFindsNoRoomIsRefusedUntilTheDiskGoesOn() async throws {
            try await World.with { world in
                let listen = try #require(await world.addresses).listen
                let requests = (0..<3).map { _ in WebhookRequest("ping", WebhookRequest.ping(24_000_000)) }
                let disk = try await StalledDisk(world.folder.appending(path: "data"))
                let answers = try await withThrowingTaskGroup(of: RawConnection.Answer.self) { group in
                    for request in requests {
                        group.addTask { try await RawConnection.exchange(request.bytes, with: listen) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                try await disk.goOn()
                // The one there is no room for is told so, or cut off while it still arrives.
                let stored = answers.filter { $0.text.contains("The delivery could not be stored.") }
                #expect(stored.map(\.status) == [503, 503])
                #expect(answers.allSatisfy { $0.status == 503 || $0.status == nil })
                let log = await world.program?.output ?? ""
                #expect(log.contains("database is locked"))
                for request in requests {
                    try await world.waitFor("the redelivery is accepted") {
                        try await RawConnection.exchange(request.bytes, with: listen).status == 202
                    }
                }
            }
        }

        @Test func anInstallationAtItsLimitWaitsAndTheOthersGoOn() async throws {
            try await World.with { world in
                let busy = try await world.createRunningRepository("acme/site")
                let installation = try await world.github.installationID(of: "acme")
                await world.github.exhaustRateLimit(installation: installation, reset: 3_600)
                for number in 1...24 { _ = try await world.createRepository("acme/more-\(number)") }
                try await world.waitFor("all of them wait") { try await Self.runs(world)[.waiting, default: 0] >= 24 }
                let calls = await Self.calls(world, by: installation)
                let free = try await world.createRepository("topical/shop", Self.topical)
                try await free.becomes("active")
                try await free.serves(try await free.head)
                try await free.isQuiet()
                #expect(try await Self.runs(world)[.running, default: 0] == 0, "who waits holds no worker")
                #expect(await Self.calls(world, by: installation) == calls, "nobody calls before the reset")
                #expect(try await busy.state == "active")
            }
        }

        private static var topical: NewRepository {
            var options = NewRepository.empty
            options.topics = ["slipway"]
            return options
        }

        private static func runs(_ world: World) async throws -> [RunState: Int] {
            try await Database.readOnly(at: world.folder.appending(path: "data")).read { try $0.runs.counts() }
        }

        private static func calls(_ world: World, by installation: Int) async -> Int {
            await world.github.ledger.count { $0.account == "installation \(installation)" }
        }
    }
}
