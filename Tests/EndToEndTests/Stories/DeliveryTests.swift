import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Deliveries arrive more than once, and from many events.
    @Suite struct Deliveries {
        @Test func oneDeliveryThriceAndAgainUnderANewGUIDHasOneEffect() async throws {
            try await World.with { world in
                await world.github.injectWebhookFault(.duplicate, event: "repository")
                let site = try await world.createRepository("acme/site")
                try await site.becomes("active")
                try await site.serves(try await site.head)
                guard let creation = await world.github.deliveries().first(where: { $0.event == "repository" }) else {
                    throw Unexpected("there was no delivery")
                }
                try await world.github.redeliver(creation.id)
                let guid = "0ff1ce00-0000-4000-8000-000000000001"
                #expect(try await world.deliver("repository", creation.payload, guid: guid) == 202)
                #expect(try await world.deliver("repository", creation.payload, guid: guid) == 200)
                let again = try await world.decision(guid)
                #expect(again["status"] == "done")
                #expect(again["reason"]?.string?.contains("does this already") == true)
                try await site.isQuiet()
                #expect(try await world.github.history(of: site.name).count == 2)
                #expect(try await site.comments(on: try await site.scaffold).count == 1)
                let creations = try await world.deliveries().filter { $0["event"] == "repository" }
                #expect(creations.count == 2, "the same GUID is stored once")
                let runs = creations.compactMap { $0["runs"]?[0]?["id"]?.int }
                #expect(Set(runs).count == 1)
            }
        }

        @Test func aReplayFromTheCommandLineHasOneEffect() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let log = try await world.deliveries()
                for delivery in log {
                    let result = try await world.slipway("delivery", "replay", delivery["guid"]?.string ?? "")
                    #expect(result.status == .exited(0), "\(result.output)")
                }
                try await world.waitFor("all are decided again") {
                    try await world.operations("/api/deliveries?status=queued").items?.isEmpty == true
                }
                try await site.isQuiet()
                #expect(try await world.github.history(of: site.name).count == 2)
                #expect(try await world.github.comments(in: site.name).count == 1)
                #expect(try await world.github.deployments(in: site.name).count == 3)
            }
        }

        /// What the comment on a set-up that failed asks for.
        @Test func aReplayTakesASetUpThatFailedToItsEnd() async throws {
            try await World.with { world in
                let refusal = #"{"message":"Validation Failed","errors":[{"resource":"Tree","code":"invalid"}]}"#
                await world.github.inject(
                    Fault(.answer(status: 422, body: refusal), method: "POST", path: "/git/trees", times: nil))
                let site = try await world.createRepository("acme/site")
                try await site.becomes("failed")
                await world.github.clearFaults()
                let creation = try await world.deliveries().first { $0["event"] == "repository" }
                _ = try await world.slipway("delivery", "replay", creation?["guid"]?.string ?? "")
                try await site.becomes("active")
                try await site.serves(try await site.head)
                try await site.isQuiet()
            }
        }

        @Test func anInstallationSetsUpWhatMatches() async throws {
            let apart = World.Options.with { $0.github.installsAppOnNewAccounts = false }
            try await World.with(apart) { world in
                let old = try await world.createRepository("acme/old-site")
                try await world.github.installApp(on: "acme", repositories: [old.name])
                try await old.becomes("active")
                var later = NewRepository()
                later.isAnnounced = false
                let new = try await world.createRepository("acme/new-site", later)
                try await world.github.addToInstallation([new.name])
                try await new.becomes("active")
                for repository in [old, new] {
                    try await repository.serves(try await repository.head)
                }
            }
        }

        @Test(
            .enabled(
                if: PackageRoot.exists(PackageRoot.shared.appending(path: "github-payloads")),
                "needs GitHub's example payloads beside the package"))
        func everyPublishedPayloadIsActedOnOrIgnoredWithAReason() async throws {
            try await World.with { world in
                let folder = PackageRoot.shared.appending(path: "github-payloads")
                let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                let payloads = files.filter { $0.hasSuffix(".json") }.sorted()
                #expect(!payloads.isEmpty)
                for (number, name) in payloads.enumerated() {
                    let event = String(name.prefix { $0 != "." })
                    let guid = "0ff1ce00-0000-4000-8000-\(100_000_000_000 + number)"
                    let body = try Data(contentsOf: folder.appending(path: name))
                    #expect(try await world.deliver(event, body, guid: guid) == 202, "\(name)")
                    let delivery = try await world.decision(guid)
                    let status = delivery["status"]?.string
                    #expect(status == "done" || status == "ignored", "\(name): \(delivery)")
                    let why = delivery["reason"]?.string ?? ""
                    let runs = delivery["runs"]?.array ?? []
                    #expect(!why.isEmpty || !runs.isEmpty, "\(name) says why or what")
                }
            }
        }
    }
}
