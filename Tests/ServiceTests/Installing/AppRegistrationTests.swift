import Automations
import Foundation
import Redaction
import Simulation
import Synchronization
import Testing

@testable import Service

@Suite("Registering the App")
struct AppRegistrationTests {
    private let folder: TemporaryFolder
    private let browser = SimulatedBrowser()

    init() throws {
        folder = try TemporaryFolder()
    }

    private var configuration: String { "\(folder.path)/slipway.yaml" }
    private var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    private func registration(
        _ github: SimulatedGitHub, organization: String? = "acme", isReplacing: Bool = false, in path: String? = nil
    ) throws -> AppRegistration {
        let place = GitHubPlace(web: github.baseURL, api: github.apiURL)
        return AppRegistration(
            choices: try AppChoices(
                organization: organization, name: nil, address: "http://127.0.0.1:9", web: place.web),
            place: place,
            files: AppFiles(
                configuration: path ?? configuration, place: place, isReplacing: isReplacing, changesPlace: true),
            port: 0, proxies: Proxies())
    }

    /// Runs it beside what the person at the browser does with the page's address.
    private func run(
        _ registration: AppRegistration, _ person: @escaping @Sendable (String) async throws -> Void
    ) async throws -> AppRegistration.Result {
        let opened = Latch<String>()
        return try await withThrowingTaskGroup(of: AppRegistration.Result?.self) { group in
            group.addTask {
                try await person(try await opened.value())
                return nil
            }
            group.addTask {
                do {
                    return try await registration.run { opened.settle(.success($0.url)) }
                } catch {
                    opened.settle(.failure(error))
                    throw error
                }
            }
            // What goes wrong for one of them ends the other.
            var result: AppRegistration.Result?
            for try await value in group { result = value ?? result }
            return try #require(result)
        }
    }

    @Test func whatGitHubTellsIsWritten() async throws {
        try await SimulatedGitHub.with { github in
            await github.createAccount("acme", appInstalled: false)
            let result = try await run(try registration(github)) { [browser] start in
                let back = try await browser.register(from: start)
                #expect(back.status == 302)
                let page = try await browser.open(try #require(back.location))
                #expect(page.status == 200 && page.body.contains("slipway-acme is registered"))
                #expect(page.body.contains("\(github.baseURL)/apps/slipway-acme/installations/new"))
                #expect(page.headers["referrer-policy"] == "no-referrer" && page.headers["cache-control"] == "no-store")
            }
            #expect(result.name == "slipway-acme" && result.id == 1001 && result.owner == "acme")
            #expect(files == ["app-1001.pem", "app-1001.webhook-secret", "slipway.yaml"])
            for file in files { #expect(try mode(of: "\(folder.path)/\(file)") == 0o600) }
            let configuration = try Configuration.load(file: configuration)
            #expect(configuration.github.api == github.apiURL)
            guard case .app(1001, let key) = configuration.github.credential else {
                Issue.record("no App")
                return
            }
            #expect(key.value + "\n" == github.app.privateKeyPEM)
            let requests = await github.requests(to: "POST /app-manifests/{code}/conversions")
            #expect(requests.map(\.status) == [201])
        }
    }

    /// What the page posts is what `Deploy/app-manifest.json` shows, but for the addresses.
    @Test func theManifestIsTheOneThatIsShown() async throws {
        try await SimulatedGitHub.with { github in
            await github.createAccount("acme", appInstalled: false)
            _ = try await run(try registration(github)) { [browser] start in
                let form = try await browser.open(start)
                #expect(form.action?.hasPrefix("\(github.baseURL)/organizations/acme/settings/apps/new?state=") == true)
                var posted = try JSONValue(parsing: (form.fields["manifest"] ?? "").utf8)
                #expect(posted["redirect_url"]?.string == start + "/created")
                var shown = try JSONValue(parsing: Documents.text("Deploy/app-manifest.json").utf8)
                for key in ["redirect_url", "name", "url", "hook_attributes"] { (posted[key], shown[key]) = (nil, nil) }
                #expect(posted == shown)
                _ = try await browser.open(try await browser.register(from: start).location ?? "")
            }
        }
    }

    @Test func aCodeWithoutTheRightStateIsNotUsed() async throws {
        try await SimulatedGitHub.with { github in
            await github.createAccount("acme", appInstalled: false)
            _ = try await run(try registration(github)) { [browser] start in
                for query in ["?code=stolen&state=wrong", "?code=stolen", "?state="] {
                    let page = try await browser.open(start + "/created" + query)
                    #expect(page.status == 403 && page.body.contains("This did not begin here"), "\(query)")
                }
                #expect(await github.requests(to: "POST /app-manifests/{code}/conversions").isEmpty)
                let state = try await browser.open(start).action?.split(separator: "=").last ?? ""
                #expect(try await browser.open(start + "/created?state=\(state)").status == 400)
                let other = start.replacing(/[^\/]+$/, with: "guess")
                #expect(try await browser.open(other).status == 404)
                #expect(try await browser.open(start, headers: ["Host": "evil.example.com"]).status == 404)
                _ = try await browser.open(try await browser.register(from: start).location ?? "")
            }
            #expect(await github.requests(to: "POST /app-manifests/{code}/conversions").count == 1)
        }
    }

    @Test func thePageIsUsedOnce() async throws {
        let page = RegistrationPage(
            texts: RegistrationTexts(
                choices: try AppChoices(
                    organization: nil, name: "s", address: "https://a.io", web: "https://github.com"),
                place: try GitHubPlace(web: "https://github.com")))
        page.form.settle(.success("form"))
        page.outcome.settle(.success(.done(name: "s", installing: "https://github.com")))
        let server = HTTPServer(
            key: "--port", address: SocketAddress(host: "127.0.0.1", port: 0), responder: page, limits: HTTPLimits(),
            connections: OpenConnections(limit: 8), logger: .silent)
        try await serving([server]) { [browser] in
            let start = page.start(port: try await server.bound.value().port)
            #expect(try await browser.open(start).body == "form")
            #expect(try await browser.open(start + "/created?code=one&state=\(page.state)").status == 200)
            #expect(try await browser.open(start + "/created?code=two&state=\(page.state)").status == 410)
            #expect(try await browser.open(start).status == 410)
            #expect(try await page.code.value().value == "one")
        }
    }

    @Test func aCodeThatWasUsedIsToldAndNothingIsWritten() async throws {
        try await SimulatedGitHub.with { github in
            await github.createAccount("acme", appInstalled: false)
            let registration = try registration(github)
            let failure = await #expect(throws: StartFailure.self) {
                try await run(registration) { [browser] start in
                    let back = try await browser.register(from: start).location ?? ""
                    let code = try #require(back.firstMatch(of: /code=([^&]+)/)?.1)
                    // Somebody was faster.
                    let path = "\(github.apiURL)/app-manifests/\(code)/conversions"
                    #expect(try await post(path) == 201)
                    let page = try await browser.open(back)
                    #expect(page.status == 502 && page.body.contains("it was used before"))
                }
            }
            #expect(failure?.what.contains("does not take the code (404)") == true)
            #expect(failure?.whatToDo.contains("/organizations/acme/settings/apps shows a new App, delete it") == true)
            // The code itself is a credential.
            #expect(failure?.description.contains(/[A-Za-z0-9]{30}/) == false)
            #expect(files == [])
        }
    }

    @Test func gitHubThatIsAwayForAMomentIsWaitedFor() async throws {
        try await SimulatedGitHub.with { github in
            await github.createAccount("acme", appInstalled: false)
            await github.inject(Fault(.answer(status: 502, body: "{}"), path: "/app-manifests/", times: 1))
            _ = try await run(try registration(github)) { [browser] start in
                _ = try await browser.open(try await browser.register(from: start).location ?? "")
            }
            let requests = await github.requests(to: "POST /app-manifests/{code}/conversions")
            #expect(requests.map(\.status) == [502, 201])
        }
    }

    /// The folder goes away while the person is at GitHub: what GitHub told is put elsewhere.
    @Test func whatCannotBeWrittenIsNotLost() async throws {
        try await SimulatedGitHub.with { github in
            await github.createAccount("acme", appInstalled: false)
            let path = "\(folder.path)/etc"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            let registration = try registration(github, in: "\(path)/slipway.yaml")
            let thrown = await #expect(throws: StartFailure.self) {
                try await run(registration) { [browser] start in
                    let back = try await browser.register(from: start).location ?? ""
                    try FileManager.default.removeItem(atPath: path)
                    _ = try await browser.open(back)
                }
            }
            let failure = try #require(thrown)
            let shelter = String(try #require(failure.what.firstMatch(of: /secret are in ([^,]+),/)?.1))
            defer { try? FileManager.default.removeItem(atPath: shelter) }
            #expect(try mode(of: shelter) == 0o700)
            let key = try String(contentsOfFile: "\(shelter)/app-1001.pem", encoding: .utf8)
            #expect(key == github.app.privateKeyPEM)
            #expect(try mode(of: "\(shelter)/app-1001.webhook-secret") == 0o600)
            #expect(failure.whatToDo.contains("app: { id: 1001, privateKeyFile: app-1001.pem }"))
            #expect(!failure.description.contains("BEGIN"))
        }
    }

    @Test func nothingBeginsWhereItCouldNotEnd() async throws {
        try await SimulatedGitHub.with { github in
            func refusal(_ registration: AppRegistration) async -> String? {
                let failure = await #expect(throws: StartFailure.self) {
                    _ = try await registration.run { _ in Issue.record("the page was shown") }
                }
                return failure?.what
            }
            #expect(
                await refusal(try registration(github, in: "\(folder.path)/none/slipway.yaml"))
                    == "nothing can be written in \(folder.path)/none: no such file or directory.")
            try folder.write("github: { app: { id: 7, privateKeyFile: app-7.pem } }\n", to: "slipway.yaml")
            #expect(await refusal(try registration(github)) == "\(configuration) has github.app.id already.")
            try folder.write("github: { web: https://h }\n", to: "slipway.yaml")
            #expect(
                await refusal(try registration(github, isReplacing: true))?.hasPrefix(
                    "slipway.yaml is written in a way")
                    == true)
            #expect(await github.ledger.isEmpty)
        }
    }

    @Test func anotherAppTakesThePlaceOnlyWhenAsked() async throws {
        try await SimulatedGitHub.with { github in
            await github.createAccount("acme", appInstalled: false)
            try folder.write(
                "comments: none\ngithub:\n  app: { id: 7, privateKeyFile: app-7.pem }\n  webhookSecrets: [ a ]\n",
                to: "slipway.yaml")
            try folder.write("old", to: "app-7.pem")
            _ = try await run(try registration(github, isReplacing: true)) { [browser] start in
                _ = try await browser.open(try await browser.register(from: start).location ?? "")
            }
            #expect(files == ["app-1001.pem", "app-1001.webhook-secret", "app-7.pem", "slipway.yaml"])
            let configuration = try Configuration.load(file: configuration)
            #expect(configuration.settings.comments == CommentPolicy.none)
        }
    }

    @Test func nobodyIsWaitedForLongerThanSaid() async throws {
        try await SimulatedGitHub.with { github in
            var registration = try registration(github)
            registration.patience = .milliseconds(1)
            let failure = await #expect(throws: StartFailure.self) { try await registration.run { _ in } }
            #expect(failure?.what.hasPrefix("nobody came back from GitHub within") == true)
            #expect(files == [])
        }
    }

    /// Between the first and the last write nothing that the configuration names is missing, and before the last one it
    /// names what it named before.
    @Test func theConfigurationIsWrittenLast() async throws {
        try await SimulatedGitHub.with { github in
            await github.createAccount("acme", appInstalled: false)
            let path = configuration
            try folder.write("comments: none\n", to: "slipway.yaml")
            // The secret's name is taken by a folder, so that writing ends in the middle.
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/app-1001.webhook-secret", withIntermediateDirectories: false)
            let registration = try registration(github)
            let failure = await #expect(throws: StartFailure.self) {
                try await run(registration) { [browser] start in
                    _ = try await browser.open(try await browser.register(from: start).location ?? "")
                }
            }
            let shelter = try #require(failure?.what.firstMatch(of: /secret are in ([^,]+),/)?.1)
            try? FileManager.default.removeItem(atPath: String(shelter))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "comments: none\n")
        }
    }

    private func post(_ url: String) async throws -> Int {
        // The browser sends forms only; a page with one is enough.
        let page = SimulatedBrowser.Page(url: url, status: 200, headers: [:], body: "<form action=\"\(url)\">")
        return try await browser.submit(page).status
    }
}
