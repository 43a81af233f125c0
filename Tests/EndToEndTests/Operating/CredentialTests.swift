import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Credentials are refused in the middle of the work, and later taken again: everything waits, and goes on by itself.
    @Suite struct Credentials {
        private static func replace(_ old: String, with new: String, in world: World) throws {
            let file = world.configurationFile
            let text = try String(contentsOf: file, encoding: .utf8)
            try text.replacing(old, with: new).write(to: file, atomically: true, encoding: .utf8)
        }

        @Test func aTokenThatIsRevokedDuringWorkAndGivenBackParksTheProject() async throws {
            let options = World.Options.with {
                $0.isServing = false
                $0.environment["SLIPWAY_PAUSE_AT"] = "beforeCall:SetUpProject/create the tree"
            }
            try await World.with(options) { world in
                let token = try await world.github.createToken()
                try Self.replace(
                    "app: { id: \(world.github.app.id), privateKeyFile: app.pem }", with: "token: \(token)", in: world)
                try await world.start()
                let site = try await world.createRepository("acme/site")
                try await world.isPaused()
                await world.github.revoke(token)
                await world.goOn()
                let reason = try await world.becomesUnready("github")
                #expect(reason.contains("refused Slipway's token (401)"))
                try await world.waitFor("the set-up waits for somebody to mend it") {
                    try await site.report?["project"]?["reason"]?.string?.contains("refused Slipway's token") == true
                }
                // Whoever comes with a bad token again and again is locked out.
                let before = await world.github.ledger.count
                try await world.waitFor("readiness was asked for several times") {
                    await world.github.ledger.dropFirst(before).filter { $0.path.hasSuffix("/rate_limit") }.count > 20
                }
                let refused = await world.github.ledger.dropFirst(before)
                    .filter { $0.status == 401 && !$0.path.hasPrefix("/v2/") && !$0.path.hasSuffix("/rate_limit") }
                #expect(refused.count < 5, "\(refused.map(\.path))")
                #expect(try await site.state == "settingUp")
                await world.github.restore(token)
                try await world.becomesReady()
                try await site.becomes("active")
                try await site.serves(try await site.head)
            }
        }

        /// Slipway's own calls and Flux's go on with the new token, without a restart.
        @Test func aTokenInAFileIsReplacedWhileSlipwayServes() async throws {
            try await World.with(.with { $0.isServing = false }) { world in
                let old = try await world.github.createToken()
                try await world.write(old, to: "github-token")
                try Self.replace(
                    "app: { id: \(world.github.app.id), privateKeyFile: app.pem }", with: "tokenFile: github-token",
                    in: world)
                try await world.start()
                let site = try await world.createRunningRepository("acme/site")
                let new = try await world.github.createToken()
                try await world.write(new, to: "github-token")
                await world.github.revoke(old)
                let commit = try await site.push()
                try await site.serves(commit)
                _ = try await site.comment(on: commit, says: "| production | ✅ ready")
                try await world.becomesReady()
            }
        }

        @Test func aRegistryThatRefusesTheLoginParksTheReleaseUntilThereIsANewOne() async throws {
            try await World.with { world in
                let file = world.folder.appending(path: "registry-token")
                let site = try await world.createRunningRepository("acme/site")
                let old = try await site.head
                await world.github.revoke(try String(contentsOf: file, encoding: .utf8))
                let new = try await site.push(message: "While the token is revoked")
                let comment = try await site.comment(on: new, says: "the registry refuses Slipway's login.")
                #expect(comment.contains("`registry.passwordFile`"))
                #expect(comment.contains("**What to do:**"))
                #expect(!comment.contains("stopped at"))
                try await world.waitFor("the status of the environment waits too") {
                    let status = try await site.status("development", on: new)
                    return status?.state == "pending" && status?.description?.contains("refuses") == true
                }
                #expect(await site.serving("staging") == [old])
                // Said once, however often it is looked.
                let edits = await world.github.ledger.count { $0.method == "PATCH" && $0.path.contains("/comments/") }
                let looks = await world.cluster.requests().count { $0.resource == "events" }
                try await world.waitFor("the pods are looked at several times") {
                    await world.cluster.requests().count { $0.resource == "events" } > looks + 4
                }
                let after = await world.github.ledger.count { $0.method == "PATCH" && $0.path.contains("/comments/") }
                #expect(after == edits)
                let said = try await site.comments(on: new)
                #expect(said.count == 1)
                let token = await world.github.createClassicToken(scopes: ["read:packages"])
                try token.write(to: file, atomically: true, encoding: .utf8)
                try await site.serves(new)
                try await site.isQuiet()
                let last = try await site.comments(on: new)
                #expect(last.count == 1)
                #expect(last.first?.body.contains("refuses") == false)
            }
        }
    }
}
