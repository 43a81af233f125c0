import Foundation
import NIOHTTP1
import Simulation
import Testing

extension EndToEnd {
    /// The API of the real program. Every answer is compared with its document after the suite.
    @Suite struct OperatingByAPI {
        @Test func everyOperationAnswersAsItsDocumentSays() async throws {
            let manual = World.Options.with { $0.environment["SLIPWAY_ENVIRONMENTS_STAGING_PROMOTION"] = "manual" }
            try await World.with(manual) { world in
                let site = try await world.createRepository("acme/site")
                try await site.becomes("active")
                try await site.serves(try await site.head, in: ["development"])
                _ = try await site.comment(on: try await site.head, says: "| staging | ⏳ waits for promotion by hand")
                try await site.isQuiet()
                try await Self.look(around: world)
                try await Self.operate(on: site, world)
                try await Self.takeCare(of: site, world)
                try await Self.isRefused(by: world)
            }
        }

        private static func look(around world: World) async throws {
            let projects = try await world.operations("/api/projects?state=active&owner=ACME&template=static-site")
            #expect(projects.items?.compactMap { $0["repository"]?.string } == ["acme/site"])
            let runs = try await world.operations("/api/runs?repository=acme/site&automation=SetUpProject&state=done")
            let setUp = try #require(runs.items?.first)
            let run = try await world.operations("/api/runs/\(setUp["id"]?.int ?? 0)")
            #expect(run.body["repository"] == "acme/site")
            #expect((run.body["steps"]?.array?.count ?? 0) > 10)
            // The command line says the same.
            let shown = try await world.slipway("project", "show", "acme/site", "--json")
            let project = try await world.operations("/api/projects/acme/site")
            #expect(try JSONValue(parsing: shown.output.utf8) == project.body)
            let first = try await world.operations("/api/deliveries?limit=1&status=done")
            let next = try #require(first.body["next"]?.string)
            let second = try await world.operations("/api/deliveries?limit=1&status=done&cursor=\(next)")
            #expect(first.items?.first?["guid"] != second.items?.first?["guid"])
            _ = try await world.operations("/api/deliveries?status=lost")
            let audit = try await world.operations("/api/audit?repository=acme/site&since=1d&action=setUp")
            #expect(audit.items?.compactMap { $0["outcome"]?.string } == ["done", "asked"])
            let head = try await world.operations("/api/projects", .HEAD)
            #expect(head.status == 200)
            #expect(head.data.isEmpty)
            let document = try await world.operations("/api/openapi.json", token: .none)
            #expect(document.body["openapi"] == "3.1.0")
        }

        private static func operate(on site: Repository, _ world: World) async throws {
            let before = await world.cluster.reconcileRequests.count
            let asked = try await world.operations("/api/projects/\(site.name)/reconcile", .POST)
            #expect(asked.status == 202, "\(asked.text)")
            try await ends(asked, in: world)
            #expect(await world.cluster.reconcileRequests.count == before + 6, "Flux was asked everywhere")
            let byHand = try await world.slipway("project", "reconcile", site.name)
            #expect(byHand.output.contains("lets Flux reconcile acme/site."))

            let environment = #"{"environment":"staging"}"#
            let promoted = try await world.operations("/api/projects/\(site.name)/promote", .POST, body: environment)
            #expect(promoted.status == 202, "\(promoted.text)")
            try await ends(promoted, in: world)
            try await site.serves(try await site.head)
            let again = try await world.operations("/api/projects/\(site.name)/promote", .POST, body: "{}")
            #expect(again.status == 409)
            #expect(again.body["detail"] == "no release of acme/site waits for promotion.")

            let pushed = try await world.operations("/api/deliveries?event=repository")
            let guid = try #require(pushed.items?.first?["guid"]?.string)
            let replayed = try await world.operations("/api/deliveries/\(guid)/replay", .POST, body: "{}")
            #expect(replayed.status == 202)
            _ = try await world.decision(guid)
            try await site.isQuiet()
            try await site.wasDoneOnce()
        }

        private static func takeCare(of site: Repository, _ world: World) async throws {
            let path = "/api/projects/\(site.name)"
            let paused = try await world.operations("\(path)/pause", .POST)
            #expect(paused.status == 200, "\(paused.text)")
            #expect(paused.body["paused"]?.string != nil)
            let refused = try await world.operations("\(path)/repair", .POST)
            #expect(refused.status == 409)
            #expect(refused.body["detail"]?.string?.contains("the project is paused") == true)
            let resumed = try await world.operations("\(path)/resume", .POST, body: "{}")
            #expect(resumed.status == 200, "\(resumed.text)")
            #expect(resumed.body["paused"]?.isNull == true)
            let asked = try await world.operations("\(path)/repair", .POST, body: #"{"environment":"staging"}"#)
            #expect(asked.status == 202, "\(asked.text)")
            #expect(asked.items?.count == 1)
            try await ends(try #require(asked.items?.first?["id"]?.int), in: world)
            let byHand = try await world.slipway("project", "repair", site.name)
            #expect(byHand.output.contains("apply everything of acme/site again."))
            let runs = try await document("repair", of: site, world)
            #expect(runs.array?.count == 3)
            #expect(runs[0]?["automation"] == "RepairProject")
            #expect(try await document("pause", of: site, world)["paused"]?.string != nil)
            #expect(try await document("resume", of: site, world)["paused"]?.isNull == true)
            try await site.isQuiet()
        }

        /// What a command prints for programs.
        private static func document(
            _ command: String, of site: Repository, _ world: World
        ) async throws -> JSONValue {
            let said = try await world.slipway("project", command, site.name, "--json")
            #expect(said.status == .exited(0), "\(said.output)")
            return try JSONValue(parsing: said.output.utf8)
        }

        private static func ends(_ asked: OperationsAnswer, in world: World) async throws {
            try await ends(try #require(asked.body["id"]?.int), in: world)
        }

        private static func ends(_ id: Int, in world: World) async throws {
            let run = try await eventually("run \(id) has ended", within: World.patience) {
                () async throws -> JSONValue? in
                let run = try await world.operations("/api/runs/\(id)").body
                guard run["finished"]?.string != nil else { return .none }
                return run
            }
            #expect(run["state"] == "done", "\(run)")
        }

        /// Everything that may be in the way, once.
        private static func isRefused(by world: World) async throws {
            let post = "/api/projects/acme/site/promote"
            let large = String(repeating: " ", count: 70_000)
            let other = World.Token.other("not-the-token-at-all")
            for (answer, status) in [
                (try await world.operations("/api/projects", token: .none), 401),
                (try await world.operations("/api/projects", token: other), 401),
                (try await world.operations("/api/deliveries/x/replay", .POST, token: other), 401),
                (try await world.operations("/api/nothing"), 404),
                (try await world.operations("/api/projects/acme/nothing"), 404),
                (try await world.operations("/api/projects/acme/nothing/reconcile", .POST), 404),
                (try await world.operations("/api/projects/acme/nothing/promote", .POST), 404),
                (try await world.operations("/api/projects/acme/nothing/pause", .POST), 404),
                (try await world.operations("/api/projects/acme/nothing/resume", .POST), 404),
                (try await world.operations("/api/projects/acme/nothing/repair", .POST), 404),
                (
                    try await world.operations(
                        "/api/projects/acme/site/repair", .POST, body: #"{"environment":"moon"}"#), 400
                ),
                (try await world.operations("/api/runs/999999"), 404),
                (try await world.operations("/api/runs?repository=acme/nothing"), 404),
                (try await world.operations("/api/deliveries/nothing"), 404),
                (try await world.operations("/api/deliveries/nothing/replay", .POST), 404),
                (try await world.operations("/api/projects", .DELETE), 405),
                (try await world.operations("/api/projects?state=nothing"), 400),
                (try await world.operations("/api/runs?limit=many"), 400),
                (try await world.operations("/api/deliveries?cursor=nothing"), 400),
                (try await world.operations(post, .POST, body: #"{"environment":"moon"}"#), 400),
                (try await world.operations(post, .POST, body: large), 413),
                (try await world.operations(post, .POST, body: "environment=staging", type: "text/plain"), 415),
            ] {
                #expect(answer.status == status, "\(answer.text)")
                #expect(answer.headers.first(name: "Content-Type") == "application/problem+json")
                #expect(answer.body["whatToDo"]?.string?.isEmpty == false)
            }
        }

        @Test func aTokenFromTheConfigurationStandsInForTheOneInTheDataFolder() async throws {
            let (all, read) = ("all-all-all-all-all-all", "read-read-read-read-read")
            let given = World.Options.with {
                $0.environment["SLIPWAY_API_TOKEN"] = all
                $0.environment["SLIPWAY_API_READ_TOKEN"] = read
            }
            try await World.with(given) { world in
                #expect(!FileManager.default.fileExists(atPath: world.tokenFile.path))
                let replay = "/api/deliveries/x/replay"
                for (answer, status) in [
                    (try await world.operations("/api/projects", token: .other(all)), 200),
                    (try await world.operations("/api/projects", token: .other(read)), 200),
                    (try await world.operations(replay, .POST, token: .other(all)), 404),
                    (try await world.operations(replay, .POST, token: .other(read)), 403),
                ] {
                    #expect(answer.status == status, "\(answer.text)")
                }
                let log = await world.program?.output ?? ""
                #expect(!log.contains(all) && !log.contains(read))
            }
        }

        @Test func theTokenOfTheDataFolderIsForThisUserAndLasts() async throws {
            try await World.with { world in
                let attributes = try FileManager.default.attributesOfItem(atPath: world.tokenFile.path)
                #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
                let token = world.ownToken
                #expect(token.count == 43)
                #expect(try await world.terminate() == .exited(0))
                try await world.restart()
                #expect(world.ownToken == token)
                let answer = try await world.operations("/api/projects")
                #expect(answer.status == 200)
            }
        }
    }
}
