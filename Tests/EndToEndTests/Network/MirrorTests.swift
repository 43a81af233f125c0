import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// Events come from GitHub, and Flux fetches from somewhere else.
    @Suite struct FromAMirror {
        static let base = "https://gitee.example/"
        static let settings = [
            "SLIPWAY_SOURCE_URL": base + "{owner}/{name}.git", "SLIPWAY_SOURCE_USERNAME": "mirror-reader",
            "SLIPWAY_SOURCE_PASSWORD": "mirror-secret",
            "SLIPWAY_FLUX_PROXY": "http://bob:proxy-secret@proxy.example:3128",
        ]
        static let options = World.Options.with {
            $0.sources = { await SimulatedMirror(of: $0, at: base, login: ("mirror-reader", "mirror-secret")) }
        }

        static func requests(_ world: World) async -> [SourceRequest] {
            await (world.sources as? SimulatedMirror)?.requests ?? []
        }

        /// The values of a Secret; `nil` if there is none.
        static func secret(_ name: String, _ site: Repository, _ environment: String) async -> [String: String]? {
            guard let secret = await site.object("Secret", environment, "\(site.project)-\(name)") else { return nil }
            let data = secret["data"]?.object ?? [:]
            return data.compactMapValues { value in
                value.string.flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) }
            }
        }

        @Test func fluxFetchesThereThroughTheProxyAndGitHubsTokenIsNotSent() async throws {
            var options = Self.options
            options.environment = Self.settings
            try await World.with(options) { world in
                let site = try await world.createRunningRepository("acme/site")
                for environment in Repository.environments {
                    let spec = await site.gitRepository(environment)?["spec"]
                    #expect(spec?["url"]?.string == Self.base + "acme/site.git")
                    #expect(spec?["secretRef"]?["name"]?.string == "\(site.project)-git-auth")
                    #expect(spec?["proxySecretRef"]?["name"]?.string == "\(site.project)-git-proxy")
                    #expect(
                        await Self.secret("git-auth", site, environment)
                            == ["username": "mirror-reader", "password": "mirror-secret"])
                    #expect(
                        await Self.secret("git-proxy", site, environment)
                            == ["address": "http://proxy.example:3128", "username": "bob", "password": "proxy-secret"])
                }
                let requests = await Self.requests(world)
                #expect(!requests.isEmpty)
                #expect(requests.allSatisfy { $0.password == "mirror-secret" && $0.proxy?.username == "bob" })
                let log = await world.program?.output ?? ""
                #expect(!log.contains("mirror-secret") && !log.contains("proxy-secret"))
                let comment = try await site.comments(on: try await site.head).map(\.body).joined()
                #expect(comment.contains("\(site.project)-git-proxy"))
            }
        }

        @Test func aMirrorThatComesLaterIsGivenToWhatIsThereAndTakenBack() async throws {
            try await World.with(Self.options) { world in
                let site = try await world.createRunningRepository("acme/site")
                let first = try #require(await Self.secret("git-auth", site, "staging")?["password"])
                _ = try await world.terminate()
                try await world.start(environment: Self.settings)
                try await world.waitFor("Flux fetches from the mirror") {
                    await site.fluxFetches(from: Self.base + "acme/site.git")
                }
                #expect(await Self.secret("git-auth", site, "production")?["password"] == "mirror-secret")
                #expect(await Self.secret("git-proxy", site, "production")?["password"] == "proxy-secret")
                try await site.serves(try await site.push())
                _ = try await world.terminate()
                try await world.start()
                try await world.waitFor("Flux fetches from GitHub") {
                    await site.fluxFetches(from: world.github.baseURL + "/acme/site")
                }
                try await world.waitFor("the proxy's login is gone") {
                    await Self.secret("git-proxy", site, "production") == [:]
                }
                let last = try #require(await Self.secret("git-auth", site, "staging")?["password"])
                #expect(last != "mirror-secret" && last != first)
                #expect(await site.gitRepository("staging")?["spec"]?["proxySecretRef"] == nil)
                try await site.serves(try await site.push())
            }
        }
    }
}

extension Repository {
    fileprivate func fluxFetches(from url: String) async -> Bool {
        for environment in Self.environments {
            guard await gitRepository(environment)?["spec"]?["url"]?.string == url else { return false }
        }
        return true
    }
}
