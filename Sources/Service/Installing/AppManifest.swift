import Foundation
import GitHubAPI

/// The manifest that Slipway's GitHub App is registered with: the permissions and events that Slipway needs, and no others.
/// (docs.github.com, "Registering a GitHub App from a manifest")
public struct AppManifest: Sendable, Encodable {
    /// GitHub takes no longer names.
    static let longestName = 34

    /// What GitHub calls it; names are taken once on all of GitHub, and a person can change it on the page.
    public let name: String
    /// The page that GitHub shows as the App's own.
    public let url: String
    /// Where GitHub sends the browser after the registration.
    public let redirectURL: String?

    /// - Parameter address: where GitHub reaches Slipway, without the path of the webhooks.
    public init(name: String, address: String, redirectURL: String?) {
        self.name = name
        url = address
        self.redirectURL = redirectURL
    }

    private struct Hook: Encodable {
        let url: String
        let active = true
    }

    private enum CodingKeys: String, CodingKey {
        case name, url, description, `public`
        case hook = "hook_attributes"
        case redirectURL = "redirect_url"
        case permissions = "default_permissions"
        case events = "default_events"
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encode(url, forKey: .url)
        try values.encode("Deploys repositories and tells on the commit what became of it.", forKey: .description)
        try values.encode(false, forKey: .public)
        try values.encode(Hook(url: url + Intake.path), forKey: .hook)
        try values.encodeIfPresent(redirectURL, forKey: .redirectURL)
        try values.encode(Permissions.project, forKey: .permissions)
        try values.encode(Event.subscriptions.sorted(), forKey: .events)
    }

    /// As it is posted, and as `Deploy/app-manifest.json` shows it.
    public var json: String {
        get throws { String(decoding: try JSONEncoder.slipway.encode(self), as: UTF8.self) }
    }
}
