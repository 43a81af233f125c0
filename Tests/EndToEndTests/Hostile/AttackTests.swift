import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Attacks on the webhook's address: honest deliveries are accepted meanwhile, memory stays below 256 MB.
    ///
    /// The tests ask for nothing about time; what was measured is printed. `Benchmarks/hostile/run` measures longer.
    @Suite(.serialized) struct Attacks {
        private static let limit = 256
        private static let seconds =
            ProcessInfo.processInfo.environment["SLIPWAY_ATTACK_SECONDS"].flatMap(Int.init) ?? 4

        @Test func slowClients() async throws {
            let count = min(2_000, OpenFileLimit.raised - 400)
            try await underAttack("\(count) connections with 1 byte/s") { listen in
                let opened = try await SlowClients(listen).attack(count, seconds: Self.seconds + 4)
                #expect(opened >= count)
                return "\(opened) connections opened"
            }
        }

        @Test func wrongSignatures() async throws {
            let body = WebhookRequest.ping(1_000)
            let request = WebhookRequest("ping", body)
                .with("X-Hub-Signature-256", WebhookRequest.signature(of: body, secret: "guessed"))
            try await underAttack("wrong signatures") { listen in
                let outcome = try await Flood(listen, request, answeredWith: 401)
                    .attack(connections: 32, seconds: Self.seconds)
                #expect(outcome.answers > 0 && outcome.otherwise == 0)
                return "\(outcome.answers / Self.seconds) refused per second"
            }
        }

        @Test func largeBodies() async throws {
            try await underAttack("bodies of 24 MB with wrong signatures, 40 connections") { listen in
                let sent = await LargeBodies(listen, .declared).attack(connections: 40, seconds: Self.seconds)
                return "\(sent / 1_000_000) MB received"
            }
        }

        @Test func endlessChunks() async throws {
            try await underAttack("endless chunks, 40 connections") { listen in
                let sent = await LargeBodies(listen, .chunked).attack(connections: 40, seconds: Self.seconds)
                return "\(sent / 1_000_000) MB received"
            }
        }

        @Test func tooFewFiles() async throws {
            let options = World.Options.with { $0.openFiles = 120 }
            try await World.with(options) { world in
                let listen = try #require(await world.addresses).listen
                _ = try await SlowClients(listen).attack(400, seconds: 4)
                try await world.waitFor("the listener has room again") {
                    try await RawConnection.exchange(WebhookRequest().bytes, with: listen).status == 202
                }
                let log = await world.program?.output ?? ""
                #expect(log.contains("few files may be open at once"), "the log says so")
            }
        }

        private func underAttack(
            _ name: String, _ attack: @escaping @Sendable (_ listen: String) async throws -> String
        ) async throws {
            let options = World.Options.with { $0.logLevel = "info" }
            try await World.with(options) { world in
                let listen = try #require(await world.addresses).listen
                let honest = HonestClient(listen)
                let said = try await honest.delivering { try await attack(listen) }
                let memory = try #require(await world.program.flatMap { ProcessMemory(of: $0.processIdentifier) })
                let refusals = await honest.refusals
                print("Attack: \(name): \(said); \(await honest.report); \(memory) (\(Program.buildName))")
                #expect(refusals == [])
                #expect(memory.peak < Self.limit, "\(memory)")
                #expect(await world.program?.ending == nil)
                #expect(try await world.operations("/healthz").status == 200)
            }
        }
    }
}
