import Foundation
import GitHubAPI
import Simulation
import Testing

@testable import Service

@Suite("The App's manifest")
struct AppManifestTests {
    private let manifest = AppManifest(
        name: "slipway", address: "https://slipway.example.com", redirectURL: nil)

    @Test func itIsTheFileThatIsShown() throws {
        let text = try manifest.json + "\n"
        #expect(try Documents.page("Deploy/app-manifest.json", madeOf: text) == text)
    }

    @Test func itAsksForWhatTheDoctorLooksFor() throws {
        let json = try JSONValue(parsing: manifest.json.utf8)
        let asked = Permissions((json["default_permissions"]?.object ?? [:]).compactMapValues(\.string))
        #expect(asked == Permissions.project)
        #expect(json["default_events"]?.array?.compactMap(\.string) == Event.subscriptions.sorted())
        #expect(json["public"] == false)
        #expect(json["hook_attributes"] == ["url": "https://slipway.example.com/webhooks/github", "active": true])
    }

    /// What README.md asks a person to click who makes the App by hand.
    @Test func readmeNamesEveryPermissionAndEvent() throws {
        let readme = try Documents.text("README.md")
        for name in Permissions.project.levels.keys {
            let title = name == "statuses" ? "Commit statuses" : name.capitalised
            #expect(readme.contains("| \(title) |"), "\(title)")
        }
        for event in Event.subscriptions {
            #expect(readme.contains("`\(event.replacing("_", with: " ").capitalised)`"), "\(event)")
        }
    }

    @Test func addresses() throws {
        func address(_ text: String, web: String = "https://github.com") throws -> String {
            try AppChoices(organization: "acme", name: nil, address: text, web: web).address
        }
        #expect(try address("https://slipway.example.com") == "https://slipway.example.com")
        #expect(try address("https://slipway.example.com/") == "https://slipway.example.com")
        #expect(try address("https://slipway.example.com/webhooks/github") == "https://slipway.example.com")
        #expect(try address("http://127.0.0.1:8080", web: "http://127.0.0.1:1") == "http://127.0.0.1:8080")
        for wrong in ["slipway.example.com", "https://a.example.com/b", "https://u@a.example.com", "ftp://a", ""] {
            #expect(throws: StartFailure.self, "\(wrong)") { try address(wrong) }
        }
        let failure = #expect(throws: StartFailure.self) { try address("http://slipway.example.com") }
        #expect(failure?.what.contains("begins with http://") == true)
    }

    @Test func names() throws {
        func name(_ name: String?, _ organization: String?) throws -> String {
            try AppChoices(organization: organization, name: name, address: "https://a.io", web: "https://github.com")
                .name
        }
        #expect(try name(nil, "acme") == "slipway-acme")
        #expect(try name(nil, String(repeating: "a", count: 39)).count == 34)
        #expect(try name("Our own", "acme") == "Our own")
        #expect(throws: StartFailure.self) { try name(String(repeating: "a", count: 35), "acme") }
        for organization in ["", "a/b", "a b", "../x", "-a"] {
            #expect(throws: StartFailure.self) { try name(nil, organization) }
        }
    }

    @Test func places() throws {
        #expect(try GitHubPlace(web: "https://github.com/").api == "https://api.github.com")
        let server = try GitHubPlace(web: "https://github.example.com")
        #expect(server.api == "https://github.example.com/api/v3")
        #expect(
            server.registering(for: "acme", state: "s")
                == "https://github.example.com/organizations/acme/settings/apps/new?state=s")
        #expect(server.registering(for: nil, state: "s") == "https://github.example.com/settings/apps/new?state=s")
        #expect(throws: StartFailure.self) { try GitHubPlace(web: "github.example.com") }
    }
}
