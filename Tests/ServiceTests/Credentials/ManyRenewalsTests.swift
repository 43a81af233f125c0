import Automations
import Foundation
import KubernetesAPI
import Redaction
import Simulation
import Storage
import Testing

@testable import Service

@Suite("Renewing the tokens of many projects")
struct ManyRenewalsTests {
    /// Three hours of a thousand projects that were set up in one minute, with a restart and a spent limit in between.
    @Test func aThousandTokensStayFreshWithoutBursts() async throws {
        try await RenewalWorld.with(projects: 1000) { world in
            let start = world.time.now
            var refresh = try await world.refresh()
            var shortest = TimeInterval.infinity
            for round in 1...1080 {
                world.time.pass(10)
                switch round {
                case 400:
                    // Nothing runs for ten minutes.
                    world.time.pass(600)
                    refresh = try await world.refresh()
                case 700: await world.github.exhaustRateLimit(reset: 300)
                default: break
                }
                await refresh.refreshAll()
                // Not all of them each time: the test should be done in time.
                if round.isMultiple(of: 6) { shortest = min(shortest, try await world.shortest()) }
            }
            #expect(shortest > 240, "a token had \(shortest) s left")
            let requests = await world.asked()
            let refused = requests.filter { $0.status != 201 }
            #expect((1...refresh.pace.limits.atOnce).contains(refused.count), "asked \(refused.count) times in vain")
            let minutes = Dictionary(grouping: requests) { Int($0.time.timeIntervalSince(start) / 60) }.mapValues(
                \.count)
            #expect(minutes.values.allSatisfy { $0 <= 150 }, "\(minutes.values.sorted().suffix(5))")
            // Not in bursts either where nothing was in the way: the first hour's renewals came over a quarter of an hour.
            let first = minutes.filter { $0.key < 60 }
            #expect(first.count >= 15 && first.values.allSatisfy { $0 <= 100 }, "\(first)")
            #expect(requests.count < 1000 * 6)
            let secrets = await world.simulated.objects("Secret").filter { $0.name.hasSuffix("-git-auth") }
            let held = Dictionary(uniqueKeysWithValues: secrets.map { ($0.name, $0["data"]?["password"]?.string) })
            let recorded = try await world.fixture.database.read { [ids = world.ids] tx in
                try ids.map { (ProjectNames($0).gitAuth.text, try tx.credentials.token(of: $0.value)?.value ?? "") }
            }
            #expect(held.count == 1000)
            #expect(recorded.filter { held[$0.0] != Data($0.1.utf8).base64EncodedString() }.map(\.0) == [])
        }
    }

    @Test func aTokenIsForOneRepositoryAndForReadingItOnly() async throws {
        try await RenewalWorld.with(projects: 2) { world in
            let refresh = try await world.refresh()
            world.time.pass(3000)
            await refresh.refreshAll()
            struct Wish: Decodable {
                let repository_ids: [Int64]
                let permissions: [String: String]
            }
            let wishes = try await world.asked().map { try JSONDecoder().decode(Wish.self, from: Data($0.body.utf8)) }
            #expect(wishes.count == 2)
            #expect(wishes.allSatisfy { $0.repository_ids.count == 1 })
            #expect(Set(wishes.flatMap(\.repository_ids)).count == 2)
            #expect(wishes.allSatisfy { $0.permissions == ["contents": "read", "metadata": "read"] })
        }
    }

    @Test func afterARestartThoseThatEndSoonestComeFirst() async throws {
        try await RenewalWorld.with(projects: 12) { world in
            // As after an hour in which nothing ran: all are due, the last ones have ended least long ago.
            world.time.pass(3600)
            let refresh = try await world.refresh(.init(perRound: 4, atOnce: 1))
            await refresh.refreshAll()
            let now = world.time.now
            let left = try await world.fixture.database.read { [ids = world.ids] tx in
                try ids.map { try tx.credentials.find($0.value)?.expires?.timeIntervalSince(now) ?? 0 }
            }
            #expect(left.prefix(4).allSatisfy { $0 > 3000 })
            #expect(left.dropFirst(4).allSatisfy { $0 <= 0 })
        }
    }

    @Test func aProjectThatFailsKeepsNobodyElseFromItsToken() async throws {
        try await RenewalWorld.with(projects: 3) { world in
            try await world.github.deleteRepository("acme/project-0")
            let refresh = try await world.refresh(.init(atOnce: 1))
            world.time.pass(3000)
            for _ in 1...30 {
                await refresh.refreshAll()
                world.time.pass(10)
            }
            let refused = await world.asked().filter { $0.status != 201 }
            #expect((2...8).contains(refused.count), "five minutes, pauses from 30 s on: \(refused.count)")
            #expect(await world.asked().filter { $0.status == 201 }.count == 2)
            #expect(world.notes.all.filter { $0.hasPrefix("warning git credential could not be renewed") }.count == 1)
        }
    }

    @Test func aSuspendedAppIsNotAskedForEveryProject() async throws {
        try await RenewalWorld.with(projects: 40) { world in
            try await world.github.setSuspended("acme", true)
            let refresh = try await world.refresh()
            world.time.pass(3000)
            for _ in 1...6 {
                await refresh.refreshAll()
                world.time.pass(10)
            }
            let refused = await world.asked().count
            #expect((1...16).contains(refused), "\(refused) requests in a minute for 40 projects")
            try await world.github.setSuspended("acme", false)
            for _ in 1...30 {
                world.time.pass(10)
                await refresh.refreshAll()
            }
            #expect(try await world.shortest() > 2400)
        }
    }

    @Test func whatFluxIsRefusedWithIsReplacedAtTheNextLook() async throws {
        try await RenewalWorld.with(projects: 1) { world in
            let id = world.ids[0].value
            try await world.fixture.database.write { [time = world.time] tx in
                try tx.gitopsResources.save(
                    GitOpsResourceRecord(
                        project: id, environment: .development, kind: .gitRepository, name: "n", namespace: "ns",
                        status: .failed, message: "failed to checkout: authentication required", failing: time.now,
                        updated: time.now))
            }
            world.time.pass(130)
            let refresh = try await world.refresh()
            await refresh.refreshAll()
            #expect(await world.asked().map(\.status) == [201])
            // Flux has to try it first.
            world.time.pass(60)
            await refresh.refreshAll()
            #expect(await world.asked().count == 1)
        }
    }
}
