import Foundation

/// The manifest of a GitHub App as the simulated GitHub takes it: what GitHub documents as required is checked, and that
/// every event comes with the permission it needs.
struct SimulatedManifest: Sendable {
    let name: String
    let url: String
    let hookURL: String?
    let redirectURL: String
    let permissions: [String: String]
    let events: Set<String>

    /// What is wrong with it, in a sentence for the page.
    struct Refused: Error { let message: String }

    init(_ text: String, name chosen: String? = nil) throws(Refused) {
        guard let json = try? JSONValue(parsing: text.utf8), json.object != nil else {
            throw Refused(message: "The manifest is not a JSON object.")
        }
        name = chosen ?? json["name"]?.string ?? ""
        guard name.count <= 34 else { throw Refused(message: "Name is too long (maximum is 34 characters)") }
        url = try Self.address(json["url"], named: "url")
        redirectURL = try Self.address(json["redirect_url"], named: "redirect_url")
        hookURL = try json["hook_attributes"].map { hook throws(Refused) in
            try Self.address(hook["url"], named: "hook_attributes.url")
        }
        permissions = (json["default_permissions"]?.object ?? [:]).compactMapValues(\.string)
        events = Set((json["default_events"]?.array ?? []).compactMap(\.string))
        try check()
    }

    private static func address(_ value: JSONValue?, named name: String) throws(Refused) -> String {
        guard let text = value?.string, !text.isEmpty else { throw Refused(message: "\(name) wasn't supplied.") }
        guard let url = URLComponents(string: text), ["http", "https"].contains(url.scheme), url.host != nil else {
            throw Refused(message: "\(name) must be a valid URL.")
        }
        return text
    }

    /// The events that are told here, and what an App has to be allowed to be told of them.
    private static let needed = [
        "push": "contents", "repository": "metadata", "workflow_run": "actions", "deployment_status": "deployments",
        "status": "statuses",
    ]

    private static let known: Set = [
        "actions", "contents", "deployments", "metadata", "statuses", "workflows", "packages", "pull_requests",
        "issues",
        "administration", "repository_hooks", "organization_hooks",
    ]

    private func check() throws(Refused) {
        for (permission, level) in permissions.sorted(by: { $0.key < $1.key }) {
            guard Self.known.contains(permission), PermissionLevel(rawValue: level) != nil else {
                throw Refused(message: "Default permission records resource is not included in the list: \(permission)")
            }
        }
        for event in events.sorted() {
            guard let permission = Self.needed[event], permission == "metadata" || permissions[permission] != nil else {
                throw Refused(message: "Default events unsupported: \(event)")
            }
        }
    }
}

/// An App that somebody has registered on the page, before and after its code was exchanged.
struct Registration: Sendable {
    let manifest: SimulatedManifest
    let owner: Account
    let createdAt: Date
    var isRedeemed = false

    var slug: String {
        let words = manifest.name.lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.joined(separator: "-")
    }
}
