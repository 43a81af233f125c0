import Foundation
import Testing

@testable import Simulation

@Suite("Registering an App from a manifest")
struct RegistrationTests {
    private let browser = SimulatedBrowser()

    private func manifest(_ changes: [String: JSONValue?] = [:]) -> String {
        var manifest: JSONValue = [
            "name": "Our Slipway", "url": "https://a.example.com", "redirect_url": "http://127.0.0.1:9/back?x=1",
            "hook_attributes": ["url": "https://a.example.com/webhooks/github"], "public": false,
            "default_permissions": ["actions": "read", "contents": "write", "metadata": "read"],
            "default_events": ["push", "workflow_run"],
        ]
        for (key, value) in changes { manifest[key] = value }
        return String(decoding: manifest.serialized(), as: UTF8.self)
    }

    private func form(_ manifest: String, _ action: String) -> SimulatedBrowser.Page {
        let value = manifest.replacing("\"", with: "&quot;")
        return .init(
            url: action, status: 200, headers: [:],
            body: "<form action=\"\(action)\"><input name=\"manifest\" value=\"\(value)\">")
    }

    private func back(_ github: SimulatedGitHub, state: String = "s t") async throws -> URLComponents {
        await github.createAccount("acme", appInstalled: false)
        let state = state.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let url = "\(github.baseURL)/organizations/acme/settings/apps/new?state=\(state)"
        let confirmation = try await browser.submit(form(manifest(), url))
        #expect(confirmation.status == 200 && confirmation.body.contains("Create GitHub App"))
        let answer = try await browser.submit(confirmation)
        #expect(answer.status == 302)
        return try #require(answer.location.flatMap { URLComponents(string: $0) })
    }

    private func convert(_ github: SimulatedGitHub, _ code: String) async throws -> SimulatedBrowser.Page {
        let url = "\(github.apiURL)/app-manifests/\(code)/conversions"
        return try await browser.submit(.init(url: url, status: 200, headers: [:], body: "<form action=\"\(url)\">"))
    }

    @Test func theBrowserComesBackWithACodeThatIsGoodOnce() async throws {
        try await SimulatedGitHub.with { github in
            let back = try await back(github)
            let items = Dictionary((back.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { $1 }
            #expect(back.path == "/back" && items["x"] == "1" && items["state"] == "s t")
            let answer = try await convert(github, try #require(items["code"]))
            #expect(answer.status == 201)
            let app = try JSONValue(parsing: answer.body.utf8)
            #expect(app["slug"] == "our-slipway" && app["name"] == "Our Slipway")
            #expect(app["owner"]?["login"] == "acme" && app["owner"]?["type"] == "Organization")
            #expect(app["html_url"]?.string == "\(github.baseURL)/apps/our-slipway")
            #expect(app["pem"]?.string == github.app.privateKeyPEM)
            for key in ["client_id", "client_secret", "webhook_secret", "node_id"] {
                #expect(app[key]?.string?.isEmpty == false)
            }
            #expect(app["permissions"]?["contents"] == "write" && app["events"] == ["push", "workflow_run"])
            #expect(await github.hookURL == "https://a.example.com/webhooks/github")
            #expect(await github.hookSecret == app["webhook_secret"]?.string)
            #expect(try await convert(github, try #require(items["code"])).status == 404)
        }
    }

    @Test func aCodeIsGoodForAnHour() async throws {
        try await SimulatedGitHub.with { github in
            let code = try #require(try await back(github).queryItems?.first { $0.name == "code" }?.value)
            await github.advanceClock(by: 3601)
            #expect(try await convert(github, code).status == 404)
            #expect(try await convert(github, "guess").status == 404)
        }
    }

    @Test(arguments: [
        "{", "[]", "{ \"url\": \"https://a\" }",
    ])
    func noManifestIsRefused(_ text: String) async throws {
        try await SimulatedGitHub.with { github in
            let page = try await browser.submit(form(text, "\(github.baseURL)/settings/apps/new"))
            #expect(page.status == 422 && page.body.contains("Invalid GitHub App configuration"))
        }
    }

    @Test func aManifestThatCannotBeTakenIsRefused() async throws {
        let wrong: [(String, [String: JSONValue?])] = [
            ("Name is too long", ["name": .string(String(repeating: "a", count: 35))]),
            ("url wasn't supplied", ["url": .some(nil)]),
            ("hook_attributes.url", ["hook_attributes": ["active": true]]),
            ("Default permission", ["default_permissions": ["everything": "write"]]),
            ("Default events unsupported: workflow_run", ["default_permissions": ["contents": "read"]]),
        ]
        try await SimulatedGitHub.with { github in
            for (message, changes) in wrong {
                let page = try await browser.submit(form(manifest(changes), "\(github.baseURL)/settings/apps/new"))
                #expect(page.status == 422 && page.body.contains(message), "\(page.body)")
            }
            let elsewhere = "\(github.baseURL)/organizations/nobody/settings/apps/new"
            #expect(try await browser.submit(form(manifest(), elsewhere)).status == 404)
        }
    }
}

extension SimulatedGitHub {
    fileprivate var hookURL: String? { appHook?.url }
    fileprivate var hookSecret: String? { appHook?.secret }
}
